// Which networks a cluster of the stack's own can be in.
import type { Place } from "@modelport/google";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import type { GkeSettings } from "../settings.ts";

/**
 * In a Shared VPC only its owner makes the ranges of pods and Services, and a cluster must name them
 * (https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-shared-vpc, terraform-provider-google 1532, 20448).
 * @throws {DeploymentRefused} if the network or the subnetwork is in another project, or the subnetwork in another region
 */
export function checkNetwork(settings: GkeSettings, { project, region }: Place, stack: string): void {
  const own = {
    network: `projects/${project}/global/networks/`,
    subnetwork: `projects/${project}/regions/${region}/subnetworks/`,
  };
  for (const key of ["network", "subnetwork"] as const) {
    const value = settings[key];
    if (value?.includes("/") && !value.startsWith(own[key])) {
      throw new DeploymentRefused(
        `modelport:${key} is ${value}, but gcp:project is ${project} and gcp:region is ${region}: use one of them with ` +
          `${configCommand({ key, value: "<name>" }, stack)}, or, for a Shared VPC, whose owner alone makes the ranges of pods, have the ` +
          `owner create the cluster, and name it with ${configCommand({ key: "cluster", value: "<name>" }, stack)}.`,
      );
    }
  }
}
