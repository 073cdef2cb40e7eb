import type { Place } from "@modelport/google";
import { container, type serviceaccount } from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { GkeSettings } from "../settings.ts";
import { controlPlaneAccess, type Endpoints } from "./access.ts";
import { SCOPES, SHIELDED } from "./node-pool.ts";

export interface ClusterArgs {
  readonly name: string;
  readonly place: Place;
  readonly settings: GkeSettings;
  readonly labels: Readonly<Record<string, string>>;
  readonly account: serviceaccount.Account;
}

/** A cluster of the stack's own, in all zones of the region. */
export function ownCluster(
  name: string,
  { name: cluster, place: { project, region }, settings, labels, account }: ClusterArgs,
  options: pulumi.CustomResourceOptions,
): container.Cluster {
  const { releaseChannel, maintenanceStart, deletionProtection } = settings;
  const { network, subnetwork } = fixedOf(settings, region);
  return new container.Cluster(
    `${name}-cluster`,
    {
      project,
      location: region,
      name: cluster,
      resourceLabels: labels,
      network,
      subnetwork,
      releaseChannel: { channel: releaseChannel.toUpperCase() },
      maintenancePolicy: { dailyMaintenanceWindow: { startTime: maintenanceStart } },
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      deletionProtection,
      ...controlPlaneAccess(settings),
      ...(settings.mode === "autopilot" ? autopilot(account) : standard(project, settings, account)),
    },
    { ...options, ...(settings.mode === "standard" && { ignoreChanges: OF_THE_FIRST_POOL }) },
  );
}

/** Settings of which another value replaces the cluster: resource_container_cluster.go of the provider, ForceNew. */
export function fixedOf({ mode, network, subnetwork }: GkeSettings, region: string) {
  return { mode, network, subnetwork: subnetwork ?? subnetworkOf(network, region) };
}

/** Google's default, which has the name of the network. Always stated, because Google keeps a subnetwork that is left out. */
function subnetworkOf(network: string, region: string): string {
  const [, host, name] = /^(projects\/[^/]+)\/global\/networks\/(.+)$/.exec(network) ?? [];
  return host === undefined ? network : `${host}/regions/${region}/subnetworks/${name}`;
}

/**
 * Nothing that Autopilot decides itself: `nodeConfig` and `dnsConfig` would replace the cluster at the next `up`
 * (pulumi/pulumi-gcp 2247, 1170), and the provider refuses most of the others.
 */
function autopilot(account: serviceaccount.Account) {
  return {
    enableAutopilot: true,
    clusterAutoscaling: { autoProvisioningDefaults: { serviceAccount: account.email, oauthScopes: SCOPES } },
  };
}

/** Those of the pool that is removed: afterwards Google answers with those of another one, for which the cluster would be replaced. */
const OF_THE_FIRST_POOL = ["nodeConfig", "initialNodeCount"];

function standard(project: string, { metrics }: GkeSettings, account: serviceaccount.Account) {
  return {
    networkingMode: "VPC_NATIVE",
    // Dataplane V2, which enforces network policies: nothing else does by default.
    datapathProvider: "ADVANCED_DATAPATH",
    enableShieldedNodes: true,
    workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
    gatewayApiConfig: { channel: "CHANNEL_STANDARD" },
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] },
    monitoringConfig: {
      enableComponents: ["SYSTEM_COMPONENTS"],
      managedPrometheus: { enabled: metrics === "pod-monitoring" },
    },
    // A cluster cannot be created without a pool, and this one cannot be changed without the cluster. It runs as the nodes'
    // account, because organizations take the default one its rights.
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: { serviceAccount: account.email, oauthScopes: SCOPES, shieldedInstanceConfig: SHIELDED },
  };
}

export function endpointsOf(cluster: container.Cluster): Endpoints {
  return {
    dns: cluster.controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) => dnsEndpointConfig?.endpoint ?? ""),
    ip: cluster.endpoint,
    certificate: cluster.masterAuth.apply(({ clusterCaCertificate }) => clusterCaCertificate ?? ""),
  };
}

/** Somebody else's cluster. `isAutopilot` is what the settings say of it. */
export function existingCluster(
  cluster: string,
  { project, region }: Place,
  { mode, controlPlane }: GkeSettings,
): { readonly id: pulumi.Output<string>; readonly endpoints: Endpoints } {
  const found = container.getClusterOutput({ name: cluster, location: region, project });
  const id = found.enableAutopilot.apply((isAutopilot) => {
    const actual = isAutopilot ? "autopilot" : "standard";
    if (actual !== mode) {
      void pulumi.log.warn(
        `modelport:mode is ${mode}, but the cluster ${cluster} is ${actual}: set it to that, or pods get resources that do not fit.`,
      );
    }
    return `projects/${project}/locations/${region}/clusters/${cluster}`;
  });
  const endpoints: Endpoints = {
    dns: found.controlPlaneEndpointsConfigs.apply(([config]) => config?.dnsEndpointConfigs[0]?.endpoint ?? ""),
    ip:
      controlPlane === "private"
        ? found.privateClusterConfigs.apply(([config]) => config?.privateEndpoint ?? "")
        : found.endpoint,
    certificate: found.masterAuths.apply(([auth]) => auth?.clusterCaCertificate ?? ""),
  };
  return { id, endpoints };
}
