import { servicequotas } from "@pulumi/aws";
import { configCommand, type DeployContext } from "@modelport/target-kit";
import { nodeTypeOf } from "../node-types.ts";
import type { EksSettings } from "../settings.ts";

/** "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances" in Service Quotas; a new account has five vCPUs. */
const VCPUS = "L-1216C47A";

type Context = Pick<DeployContext<EksSettings>, "stack" | "settings">;

/**
 * The sentence that refuses nodes which the account may not start, without those of other programs, which are not known here.
 * Undefined if it may, or if its quota cannot be read.
 */
export async function nodesOverQuota({ stack, settings }: Context): Promise<string | undefined> {
  const { nodes, nodeType, autoMode, cluster } = settings;
  if (autoMode || cluster !== undefined) return undefined;
  const quota = await standardVcpus();
  const { vcpus } = nodeTypeOf(nodeType);
  if (quota === undefined || nodes * vcpus <= quota) return undefined;
  const fewer = Math.floor(quota / vcpus);
  const start = fewer < 1 ? "" : `start fewer with ${configCommand({ key: "nodes", value: fewer }, stack)}, or `;
  return (
    `${nodes} nodes of ${nodeType} have ${nodes * vcpus} vCPUs, but this account may run ${quota} on EC2 in its region: ${start}` +
    `request a higher quota at https://console.aws.amazon.com/servicequotas/home/services/ec2/quotas/${VCPUS}.`
  );
}

async function standardVcpus(): Promise<number | undefined> {
  try {
    return (await servicequotas.getServiceQuota({ serviceCode: "ec2", quotaCode: VCPUS })).value;
  } catch {
    return undefined;
  }
}
