import { eks } from "@pulumi/aws";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import type { ClusterAccess } from "./kubeconfig.ts";

/** A cluster that somebody else looks after. */
export interface ExistingCluster extends ClusterAccess<string> {
  /** Whether it makes load balancers by itself, which is part of Auto Mode. */
  readonly isAuto: boolean;
}

/** @throws {DeploymentRefused} one sentence, if there is no such cluster, or none that takes objects */
export async function existingCluster(name: string, stack: string, region: string): Promise<ExistingCluster> {
  const found = await clusterOf(name, stack, region);
  if (found.status !== "ACTIVE")
    throw new DeploymentRefused(
      `The cluster ${name} is ${found.status}, and takes no objects before it is ACTIVE: wait with \`aws eks wait cluster-active --name ${name} --region ${region}\`.`,
    );
  return {
    name,
    endpoint: found.endpoint,
    certificateAuthority: found.certificateAuthorities[0]?.data ?? "",
    isAuto: found.computeConfigs.some(({ enabled }) => enabled),
  };
}

async function clusterOf(name: string, stack: string, region: string): Promise<eks.GetClusterResult> {
  try {
    return await eks.getCluster({ name });
  } catch (error) {
    throw new DeploymentRefused(
      `modelport:cluster is "${name}", but AWS shows no such cluster in ${region} (${(error as Error).message}): ` +
        `\`aws eks list-clusters --region ${region}\` shows those that are there; name one with ` +
        `${configCommand({ key: "cluster", value: "shop" }, stack)}, or have one of the stack's own with ${configCommand({ key: "cluster" }, stack)}.`,
      { cause: error },
    );
  }
}
