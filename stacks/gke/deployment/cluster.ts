import type { Place } from "@modelport/google";
import { configCommand } from "@modelport/target-kit";
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
  const { network, subnetwork } = fixedOf(settings);
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

/**
 * Settings of which another value replaces the cluster: resource_container_cluster.go of the provider, ForceNew. Networks by their
 * names, because a path says no more. Google's default for the subnetwork, which has the name of the network, is always stated,
 * because Google keeps one that is left out.
 */
export function fixedOf({ mode, network, subnetwork }: GkeSettings) {
  return { mode, network: lastPart(network), subnetwork: lastPart(subnetwork ?? network) };
}

const lastPart = (path: string): string => path.split("/").at(-1) ?? "";

/**
 * Nothing that Autopilot decides itself: `nodeConfig` and `dnsConfig` would replace the cluster at the next `up`
 * (pulumi/pulumi-gcp 2247, 1170), and the provider refuses most of the others. Account and scopes stay as they are given:
 * resource_container_cluster_test.go, TestAccContainerClusterCustomServiceAccount_withAutopilot.
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
    // account, because organizations remove the roles of the default one. Google's default is 100 GB of SSD in each of three zones,
    // more than a new project may have (terraform-google-modules/terraform-google-kubernetes-engine 1795).
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: {
      serviceAccount: account.email,
      oauthScopes: SCOPES,
      shieldedInstanceConfig: SHIELDED,
      diskType: "pd-standard",
    },
  };
}

export function endpointsOf(cluster: container.Cluster): Endpoints {
  return {
    dns: cluster.controlPlaneEndpointsConfig.apply(({ dnsEndpointConfig }) => dnsEndpointConfig?.endpoint ?? ""),
    ip: cluster.endpoint,
    certificate: cluster.masterAuth.apply(({ clusterCaCertificate }) => clusterCaCertificate ?? ""),
  };
}

/** A cluster that the stack does not own. `stack` is for the commands in warnings. */
export function existingCluster(
  cluster: string,
  { project, region }: Place,
  { mode, controlPlane }: GkeSettings,
  stack: string,
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
    dns: found.controlPlaneEndpointsConfigs.apply(([config]) => {
      const { endpoint = "", allowExternalTraffic = false } = config?.dnsEndpointConfigs[0] ?? {};
      // The default of a cluster: https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation#dns-based_endpoint
      if (controlPlane === "dns" && !allowExternalTraffic) {
        void pulumi.log.warn(
          `modelport:controlPlane is dns, but the DNS name of the cluster ${cluster} takes no calls from outside Google: open it with ` +
            `\`gcloud container clusters update ${cluster} --region ${region} --project ${project} --enable-dns-access\`, or use an ` +
            `address with ${configCommand({ key: "controlPlane", value: "public" }, stack)}.`,
        );
      }
      return endpoint;
    }),
    ip:
      controlPlane === "private"
        ? found.privateClusterConfigs.apply(([config]) => config?.privateEndpoint ?? "")
        : found.endpoint,
    certificate: found.masterAuths.apply(([auth]) => auth?.clusterCaCertificate ?? ""),
  };
  return { id, endpoints };
}
