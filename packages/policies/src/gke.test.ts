import { describe, expect, test } from "vitest";
import { resource } from "./declared.testing.ts";
import { gkePolicies } from "./gke.ts";
import { breaches, type DeclaredResource, policies } from "./index.ts";

type PolicyName = (typeof gkePolicies)[number]["name"] | "own-identity";

const CLUSTER = "gcp:container/cluster:Cluster";
const POOL = "gcp:container/nodePool:NodePool";
const serviceAccount = "gke@shop.iam.gserviceaccount.com";

const common = {
  masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
  controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } },
};
const autopilot = {
  ...common,
  enableAutopilot: true,
  clusterAutoscaling: { autoProvisioningDefaults: { serviceAccount } },
};
const standard = {
  ...common,
  datapathProvider: "ADVANCED_DATAPATH",
  removeDefaultNodePool: true,
  initialNodeCount: 1,
  nodeConfig: { serviceAccount },
};
const pool = {
  nodeLocations: ["us-central1-a", "us-central1-b"],
  autoscaling: { minNodeCount: 1, maxNodeCount: 2 },
  nodeConfig: {
    machineType: "e2-standard-2",
    serviceAccount,
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    shieldedInstanceConfig: { enableSecureBoot: true },
  },
};
const open = { ipEndpointsConfig: { enabled: true } };

const of = (type: string, inputs: DeclaredResource["inputs"]) => resource(type, inputs, { name: "gke-x" });
const saidOf = (name: PolicyName, graph: readonly DeclaredResource[]) => {
  const policy = policies.find((each) => each.name === name) ?? expect.fail(`no policy ${name}`);
  return breaches(policy, graph);
};

const names = [...gkePolicies.map(({ name }) => name), "own-identity" as const];

test.each(
  names.flatMap((name) => [
    [name, CLUSTER, autopilot] as const,
    [name, CLUSTER, standard] as const,
    [name, POOL, pool] as const,
  ]),
)("%s says nothing of a sound %s", (name, type, inputs) => {
  expect(saidOf(name, [of(type, inputs)])).toEqual([]);
});

test("a private endpoint, and one for named addresses, are guarded", () => {
  const inTheVpc = {
    ...autopilot,
    controlPlaneEndpointsConfig: open,
    privateClusterConfig: { enablePrivateEndpoint: true },
  };
  const named = { cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }] };
  const toSome = { ...autopilot, controlPlaneEndpointsConfig: open, masterAuthorizedNetworksConfig: named };
  for (const inputs of [inTheVpc, toSome]) expect(saidOf("cluster-api-guarded", [of(CLUSTER, inputs)])).toEqual([]);
});

const ill: readonly (readonly [PolicyName, string, DeclaredResource["inputs"], string])[] = [
  [
    "autopilot-decides",
    CLUSTER,
    { ...autopilot, nodeConfig: { oauthScopes: [] } },
    'nodeConfig is {"oauthScopes":[]}, but must be left out under Autopilot, otherwise the cluster is refused, or replaced at the next `up`.',
  ],
  [
    "cluster-api-guarded",
    CLUSTER,
    { ...autopilot, controlPlaneEndpointsConfig: open },
    "masterAuthorizedNetworksConfig.cidrBlocks is not set, but must name the addresses that need the public endpoint: list them, or disable IP endpoints and use the DNS name, which IAM guards.",
  ],
  [
    "cluster-api-guarded",
    CLUSTER,
    {
      ...autopilot,
      controlPlaneEndpointsConfig: open,
      masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "0.0.0.0/0" }] },
    },
    'masterAuthorizedNetworksConfig.cidrBlocks is [{"cidrBlock":"0.0.0.0/0"}], but must name the addresses that need the public endpoint: list them, or disable IP endpoints and use the DNS name, which IAM guards.',
  ],
  [
    "clusters-hardened",
    CLUSTER,
    { ...autopilot, masterAuth: undefined },
    "masterAuth.clientCertificateConfig.issueClientCertificate is not set, but must be false: a client certificate is an administrator who cannot be revoked.",
  ],
  [
    "clusters-hardened",
    CLUSTER,
    { ...standard, datapathProvider: "LEGACY_DATAPATH" },
    'datapathProvider is "LEGACY_DATAPATH", but must be "ADVANCED_DATAPATH": nothing else enforces network policies.',
  ],
  [
    "clusters-hardened",
    POOL,
    { ...pool, management: { autoUpgrade: false } },
    "management.autoUpgrade is false, but must be true: old nodes miss security fixes.",
  ],
  [
    "own-identity",
    CLUSTER,
    { ...autopilot, clusterAutoscaling: undefined },
    "clusterAutoscaling.autoProvisioningDefaults.serviceAccount is not set, but must be an account that the program declares, because the default one may do far more than serve: declare one and give it the roles that it needs.",
  ],
];

test.each(ill)("%s of a %s", (name, type, inputs, sentence) => {
  expect(saidOf(name, [of(type, inputs)])).toEqual([`${type} \`gke-x\`: ${sentence}`]);
});

describe("an autoscaler beside a pool", () => {
  const spec = { template: { spec: { containers: [{ resources: { requests: { cpu: "500m" } } }] } } };
  const workload = (maxReplicas: number) => [
    of("kubernetes:apps/v1:Deployment", { spec }),
    of("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", { spec: { maxReplicas } }),
  ];

  test("whose pods fit", () => {
    expect(saidOf("pods-fit-pool", [of(POOL, pool), ...workload(16)])).toEqual([]);
  });

  test("whose pods do not", () => {
    expect(saidOf("pods-fit-pool", [of(POOL, pool), ...workload(17)])).toEqual([
      `${POOL} \`gke-x\`: autoscaling.maxNodeCount is 2, which is 8 vCPUs in all, but kubernetes:autoscaling/v2:HorizontalPodAutoscaler \`gke-x\` may ask for 17 pods with 8.5: pods beyond the nodes stay Pending.`,
    ]);
  });
});
