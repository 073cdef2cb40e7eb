import type { Place } from "@modelport/google";
import { container, type serviceaccount } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import type { GkeSettings } from "../settings.ts";
import { NODE_DISK_GB } from "../sizes.ts";

/** IAM decides, not scopes: https://cloud.google.com/compute/docs/access/service-accounts#scopes_best_practice */
export const SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];

export const SHIELDED = { enableSecureBoot: true, enableIntegrityMonitoring: true };

export interface NodePoolArgs {
  readonly cluster: container.Cluster;
  readonly place: Place;
  readonly zones: readonly string[];
  readonly settings: GkeSettings;
  readonly labels: Readonly<Record<string, string>>;
  readonly account: serviceaccount.Account;
}

/** The nodes of a Standard cluster. The engine names the pool, so that a new one is there before the old one goes. */
export function nodePool(
  name: string,
  { cluster, place: { project, region }, zones, settings, labels, account }: NodePoolArgs,
  options: pulumi.CustomResourceOptions,
): container.NodePool {
  const { machineType, minNodesPerZone, maxNodesPerZone, spot, privateNodes } = settings;
  return new container.NodePool(
    `${name}-nodes`,
    {
      project,
      location: region,
      cluster: cluster.name,
      nodeLocations: [...zones],
      initialNodeCount: minNodesPerZone,
      autoscaling: {
        minNodeCount: minNodesPerZone,
        maxNodeCount: maxNodesPerZone,
        // Where Spot VMs are left, or evenly.
        locationPolicy: spot ? "ANY" : "BALANCED",
      },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      networkConfig: { enablePrivateNodes: privateNodes },
      nodeConfig: {
        machineType,
        spot,
        diskType: "pd-balanced",
        diskSizeGb: NODE_DISK_GB,
        imageType: "COS_CONTAINERD",
        serviceAccount: account.email,
        oauthScopes: SCOPES,
        resourceLabels: labels,
        workloadMetadataConfig: { mode: "GKE_METADATA" },
        shieldedInstanceConfig: SHIELDED,
        metadata: { "disable-legacy-endpoints": "true" },
      },
    },
    // A change would replace the pool; the autoscaler owns the number of nodes.
    { ...options, ignoreChanges: ["initialNodeCount"] },
  );
}
