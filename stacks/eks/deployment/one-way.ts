// What a stack's own cluster does not take back, found before anything changes.
import type { eks } from "@pulumi/aws";
import { configCommand, type DeployContext } from "@modelport/target-kit";
import type { EksSettings } from "../settings.ts";
import { VERSION_NAMES } from "../versions.ts";
import { liveCluster } from "./live-cluster.ts";

type Context = Pick<DeployContext<EksSettings>, "stack" | "name" | "settings">;

/** The sentence that refuses settings which the cluster of the stack cannot get; undefined if it can, or does not exist yet. */
export async function noWayBack({ stack, name, settings }: Context): Promise<string | undefined> {
  if (settings.cluster !== undefined) return undefined;
  const live = await liveCluster(name);
  if (live === undefined) return undefined;
  return autoModeOff(stack, settings, live) ?? otherVersion(stack, settings, live);
}

/** The provider replaces the cluster: internal/service/eks/cluster.go of terraform-provider-aws, CustomizeDiff. */
function autoModeOff(stack: string, { autoMode }: EksSettings, { name, computeConfigs }: eks.GetClusterResult) {
  if (autoMode || !computeConfigs.some(({ enabled }) => enabled)) return undefined;
  return (
    `modelport:autoMode is false, but the cluster ${name} is in Auto Mode, and switching that off would replace it with everything in it: ` +
    `stay with ${configCommand({ key: "autoMode", value: true }, stack)}, or deploy a second stack, move the callers, and destroy this one.`
  );
}

/** Docs: https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html */
function otherVersion(stack: string, { kubernetesVersion }: EksSettings, { name, version }: eks.GetClusterResult) {
  const [before, after] = [version, kubernetesVersion].map((each) => Number(each.split(".")[1]));
  if (before === undefined || after === undefined || after === before || after === before + 1) return undefined;
  const next = VERSION_NAMES.find((each) => each === (after < before ? version : `1.${before + 1}`));
  const remedy =
    next === undefined ? "" : `: set it with ${configCommand({ key: "kubernetesVersion", value: next }, stack)}`;
  const why = after < before ? "EKS never goes back" : "EKS upgrades by one version at a time";
  return `modelport:kubernetesVersion is "${kubernetesVersion}", but the cluster ${name} runs ${version}, and ${why}${remedy}.`;
}
