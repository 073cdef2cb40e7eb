// Clusters and node pools of Google Kubernetes Engine.
import { inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Graph, type Policy } from "./policy.ts";

const CLUSTER = "gcp:container/cluster:Cluster";
const POOL = "gcp:container/nodePool:NodePool";

const isAutopilot = (cluster: DeclaredResource): boolean => inputAt(cluster, "enableAutopilot") === true;

/** `enableAutopilot: true` decides them; the provider replaces the cluster for the first two, and refuses the others. */
const NOT_WITH_AUTOPILOT = [
  "nodeConfig",
  "dnsConfig",
  "nodePools",
  "initialNodeCount",
  "removeDefaultNodePool",
  "enableShieldedNodes",
  "enableIntranodeVisibility",
  "networkPolicy",
  "defaultMaxPodsPerNode",
] as const;

const autopilotDecides = {
  name: "autopilot-decides",
  title: "an Autopilot cluster says nothing about nodes",
  types: [CLUSTER],
  check: (resource) =>
    isAutopilot(resource)
      ? NOT_WITH_AUTOPILOT.filter((property) => inputAt(resource, property) !== undefined).map(
          (property) =>
            `${called(resource)}: ${property} is ${shown(inputAt(resource, property))}, but must be left out under Autopilot, ` +
            "otherwise the cluster is refused, or replaced at the next `up`.",
        )
      : [],
} as const satisfies Policy;

const everybody = /\/0$/;

const clusterApiGuarded = {
  name: "cluster-api-guarded",
  title: "a cluster's API is behind IAM, in the VPC, or open to named addresses",
  types: [CLUSTER],
  check: (resource) => {
    if (inputAt(resource, "controlPlaneEndpointsConfig.ipEndpointsConfig.enabled") === false) return [];
    if (inputAt(resource, "privateClusterConfig.enablePrivateEndpoint") === true) return [];
    const blocks = listOf(inputAt(resource, "masterAuthorizedNetworksConfig.cidrBlocks"));
    const ranges = blocks.filter(isMembers).map(({ cidrBlock }) => String(cidrBlock));
    if (ranges.length > 0 && !ranges.some((range) => everybody.test(range))) return [];
    return [
      `${called(resource)}: masterAuthorizedNetworksConfig.cidrBlocks is ${shown(blocks.length === 0 ? undefined : blocks)}, but must name ` +
        "the addresses that need the public endpoint: list them, or disable IP endpoints and use the DNS name, which IAM guards.",
    ];
  },
} as const satisfies Policy;

/** By path: the only value that is safe, whether it is the default too, and why. */
interface Demand {
  readonly path: string;
  readonly value: unknown;
  readonly byDefault?: true;
  readonly because: string;
}

const everyCluster: readonly Demand[] = [
  {
    path: "masterAuth.clientCertificateConfig.issueClientCertificate",
    value: false,
    because: "a client certificate is an administrator who cannot be revoked",
  },
  { path: "enableLegacyAbac", value: false, byDefault: true, because: "it gives every service account wide rights" },
];

const standardCluster: readonly Demand[] = [
  { path: "datapathProvider", value: "ADVANCED_DATAPATH", because: "nothing else enforces network policies" },
  { path: "removeDefaultNodePool", value: true, because: "the default pool cannot be changed without the cluster" },
  { path: "enableShieldedNodes", value: true, byDefault: true, because: "nodes must prove what they booted" },
];

const everyPool: readonly Demand[] = [
  {
    path: "nodeConfig.workloadMetadataConfig.mode",
    value: "GKE_METADATA",
    because: "otherwise every pod can use the account of its node",
  },
  {
    path: "nodeConfig.shieldedInstanceConfig.enableSecureBoot",
    value: true,
    because: "nodes must boot signed software only",
  },
  { path: "management.autoUpgrade", value: true, byDefault: true, because: "old nodes miss security fixes" },
  { path: "management.autoRepair", value: true, byDefault: true, because: "broken nodes would stay" },
];

const clustersHardened = {
  name: "clusters-hardened",
  title: "a cluster of Google's has no old ways in, enforces network policies, and keeps its nodes current",
  types: [CLUSTER, POOL],
  check: (resource) => {
    const isPool = resource.type === POOL;
    const demands = isPool ? everyPool : [...everyCluster, ...(isAutopilot(resource) ? [] : standardCluster)];
    return demands
      .filter(({ path, value, byDefault }) => (inputAt(resource, path) ?? (byDefault ? value : undefined)) !== value)
      .map(
        ({ path, value, because }) =>
          `${called(resource)}: ${path} is ${shown(inputAt(resource, path))}, but must be ${shown(value)}: ${because}.`,
      );
  },
} as const satisfies Policy;

const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";

/** Upper bounds of what the most pods ask for and of what the most nodes have: whoever exceeds them certainly does not fit. */
const podsFitPool = {
  name: "pods-fit-pool",
  title: "the most pods that an autoscaler may ask for fit the most nodes of the pool",
  types: [POOL],
  check: (pool, graph) => {
    const vcpus = vcpusOf(pool);
    const autoscaler = graph.find(({ type }) => type === AUTOSCALER);
    if (vcpus === undefined || autoscaler === undefined) return [];
    const pods = Number(inputAt(autoscaler, "spec.maxReplicas"));
    const asked = pods * requestedVcpus(graph);
    if (!(asked > vcpus)) return [];
    return [
      `${called(pool)}: autoscaling.maxNodeCount is ${shown(inputAt(pool, "autoscaling.maxNodeCount"))}, which is ${vcpus} vCPUs in all, but ` +
        `${called(autoscaler)} may ask for ${pods} pods with ${asked}: pods beyond the nodes stay Pending.`,
    ];
  },
} as const satisfies Policy;

/** Of all nodes together; undefined for a machine type that does not say it. */
function vcpusOf(pool: DeclaredResource): number | undefined {
  const [, count] =
    /^(?:\w+-standard|\w+-highmem|\w+-highcpu)-(\d+)$/.exec(String(inputAt(pool, "nodeConfig.machineType"))) ?? [];
  const nodes = Number(inputAt(pool, "autoscaling.maxNodeCount")) * listOf(inputAt(pool, "nodeLocations")).length;
  return count === undefined || !(nodes > 0) ? undefined : nodes * Number(count);
}

function requestedVcpus(graph: Graph): number {
  const deployment = graph.find(({ type }) => type === "kubernetes:apps/v1:Deployment");
  const containers = deployment === undefined ? [] : listOf(inputAt(deployment, "spec.template.spec.containers"));
  return containers.filter(isMembers).reduce((sum, { resources }) => {
    const requests = isMembers(resources) && isMembers(resources["requests"]) ? resources["requests"] : {};
    const [, number = "0", milli] = /^([\d.]+)(m?)$/.exec(String(requests["cpu"])) ?? [];
    return sum + Number(number) / (milli ? 1000 : 1);
  }, 0);
}

export const gkePolicies = [autopilotDecides, clusterApiGuarded, clustersHardened, podsFitPool] as const;
