// What a stack's own cluster does not take back, found before anything changes.
import { type Subnet, subnetOf } from "@modelport/aws";
import type { eks } from "@pulumi/aws";
import { configCommand, type DeployContext } from "@modelport/target-kit";
import type { EksSettings } from "../settings.ts";
import { VERSION_NAMES } from "../versions.ts";
import { KEY_TAG, liveCluster } from "./live-cluster.ts";

type Context = Pick<DeployContext<EksSettings>, "stack" | "name" | "settings">;

/** The sentence that refuses settings which the cluster of the stack cannot get; undefined if it can, or does not exist yet. */
export async function noWayBack({ stack, name, settings }: Context): Promise<string | undefined> {
  if (settings.cluster !== undefined) return undefined;
  const live = await liveCluster(name);
  if (live === undefined) return undefined;
  return autoModeOff(stack, settings, live) ?? otherKey(stack, settings, live) ?? otherVersion(stack, settings, live);
}

/** The provider replaces the cluster: internal/service/eks/cluster.go of terraform-provider-aws, CustomizeDiff. */
function autoModeOff(stack: string, { autoMode }: EksSettings, { name, computeConfigs }: eks.GetClusterResult) {
  if (autoMode || !computeConfigs.some(({ enabled }) => enabled)) return undefined;
  return (
    `modelport:autoMode is false, but the cluster ${name} is in Auto Mode, and switching that off would replace it with everything in it: ` +
    `stay with ${configCommand({ key: "autoMode", value: true }, stack)}, or deploy a second stack, move the callers, and destroy this one.`
  );
}

/** The same function replaces the cluster without a key, and Update does nothing with another one. */
function otherKey(stack: string, { secretsKeyArn }: EksSettings, { name, tags }: eks.GetClusterResult) {
  const key = tags[KEY_TAG];
  if (key === undefined || key === secretsKeyArn) return undefined;
  const is = secretsKeyArn === undefined ? "missing" : `"${secretsKeyArn}"`;
  return (
    `modelport:secretsKeyArn is ${is}, but the Secrets of the cluster ${name} are encrypted with ${key}, and EKS never changes that: ` +
    `stay with ${configCommand({ key: "secretsKeyArn", value: key }, stack)}, or deploy a second stack, move the callers, and destroy this one.`
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

/**
 * The sentence that refuses a network which the cluster of the stack cannot get:
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
export async function otherNetwork(
  subnets: readonly Subnet[],
  { stack, name }: Pick<Context, "stack" | "name">,
): Promise<string | undefined> {
  const ids = (await liveCluster(name))?.vpcConfig.subnetIds ?? [];
  const isSame = ids.length === subnets.length && subnets.every(({ id }) => ids.includes(id));
  if (ids.length === 0 || isSame) return undefined;
  const [before, after] = [await placeOf(ids), placeInWords(subnets)];
  if (before === undefined || before === after) return undefined;
  return (
    `The stack's subnets are in ${after}, but the cluster ${name} is in ${before}, and EKS keeps its VPC and zones: ` +
    `name subnets there with ${configCommand({ key: "subnetIds", value: ids }, stack)}, ` +
    "or deploy a second stack, move the callers, and destroy this one."
  );
}

/** Undefined if one of the subnets is gone. */
async function placeOf(ids: readonly string[]): Promise<string | undefined> {
  try {
    return placeInWords(await Promise.all(ids.map(subnetOf)));
  } catch {
    return undefined;
  }
}

const placeInWords = (subnets: readonly Subnet[]): string =>
  `${[...new Set(subnets.map(({ zone }) => zone))].toSorted().join(", ")} of ${subnets[0]?.vpcId}`;
