// What Google Kubernetes Engine and its provider do with inputs, and what they refuse: one test for each row of facts/gke-behavior.ts.
import { describe, expect, test } from "vitest";
import type { AccountChoice } from "./account.ts";
import { withAutopilotsResources } from "./facts/gke-autopilot.ts";
import { standIn } from "./stand-in.testing.ts";
import type { Values } from "@modelport/sdk-schema/wire";

const CLUSTER = "gcp:container/cluster:Cluster";
const POOL = "gcp:container/nodePool:NodePool";
const ACCOUNT = "gcp:serviceaccount/account:Account";
const MEMBER = "gcp:projects/iAMMember:IAMMember";
const PULL = "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember";
const REPOSITORY = "gcp:artifactregistry/repository:Repository";

const google = (account?: AccountChoice) => standIn("gcp", { project: "shop" }, account);

const place = { project: "shop", location: "us-central1" };
const email = "nodes@shop.iam.gserviceaccount.com";
const autopilot = (more: Values = {}): Values => ({ ...place, name: "api", enableAutopilot: true, ...more });
const standard = (more: Values = {}): Values => ({
  ...place,
  name: "api",
  removeDefaultNodePool: true,
  initialNodeCount: 1,
  ...more,
});
const pool = (more: Values = {}): Values => ({ ...place, cluster: "api", ...more });
const access = (dns: boolean) => ({
  controlPlaneEndpointsConfig: {
    dnsEndpointConfig: { allowExternalTraffic: dns },
    ipEndpointsConfig: { enabled: !dns },
  },
});

describe("what Google gives back", () => {
  test("paths of the network and the subnetwork; names are the same", async () => {
    const { make, diff } = google();
    const made = await make(CLUSTER, "cluster", autopilot({ network: "main", subnetwork: "nodes" }));
    expect(made.outputs).toMatchObject({
      network: "projects/shop/global/networks/main",
      subnetwork: "projects/shop/regions/us-central1/subnetworks/nodes",
    });
    expect(await diff(CLUSTER, "cluster", made, autopilot({ network: "main", subnetwork: "nodes" }))).toEqual([]);
    expect(await diff(CLUSTER, "cluster", made, autopilot({ network: "other", subnetwork: "nodes" }))).toEqual([
      "replace network",
    ]);
  });

  test("a DNS name, and without IP addresses a private endpoint and no list of ranges, whatever is declared", async () => {
    const { make, diff } = google();
    const declared = autopilot({
      ...access(true),
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: false },
    });
    const made = await make(CLUSTER, "cluster", declared);
    expect(made.outputs).toMatchObject({
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: {
          endpoint: expect.stringMatching(/^gke-[0-9a-f]{28}-\d+\.us-central1\.gke\.goog$/) as string,
        },
      },
      privateClusterConfig: { enablePrivateEndpoint: true },
    });
    expect(await diff(CLUSTER, "cluster", made, declared)).toEqual([
      "update privateClusterConfig.enablePrivateEndpoint",
    ]);
  });

  test("ranges that may reach it end with the IP addresses", async () => {
    const { make, change } = google();
    const ranges = { masterAuthorizedNetworksConfig: { cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }] } };
    const made = await make(CLUSTER, "cluster", autopilot({ ...access(false), ...ranges }));
    const { outputs } = await change(CLUSTER, "cluster", made, autopilot(access(true)));
    expect(outputs["masterAuthorizedNetworksConfig"] ?? null).toBeNull();
  });

  test("other scopes for the nodes of Autopilot, for which a second up replaces the cluster", async () => {
    const { make, diff } = google();
    const declared = autopilot({ nodeConfig: { oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"] } });
    const made = await make(CLUSTER, "cluster", declared);
    expect(await diff(CLUSTER, "cluster", made, declared)).toContain("replace nodeConfig.oauthScopes[0]");
  });

  test("defaults of Autopilot's nodes, which are no change; another account is one", async () => {
    const { make, diff } = google();
    await make(ACCOUNT, "nodes", { project: "shop", accountId: "nodes-a" });
    const by = (accountId: string) =>
      autopilot({
        clusterAutoscaling: {
          autoProvisioningDefaults: { serviceAccount: `${accountId}@shop.iam.gserviceaccount.com` },
        },
      });
    const made = await make(CLUSTER, "cluster", by("nodes-a"));
    expect(await diff(CLUSTER, "cluster", made, by("nodes-a"))).toEqual([]);
    expect(await diff(CLUSTER, "cluster", made, by("nodes-b"))).not.toEqual([]);
  });

  test("zones in any order", async () => {
    const { make, diff } = google();
    await make(CLUSTER, "cluster", standard());
    const made = await make(POOL, "nodes", pool({ nodeLocations: ["us-central1-f", "us-central1-a"] }));
    expect(await diff(POOL, "nodes", made, pool({ nodeLocations: ["us-central1-a", "us-central1-f"] }))).toEqual([]);
  });
});

describe("what makes new nodes, and what does not", () => {
  test.each([
    ["spot", true, "replace nodeConfig.spot"],
    ["serviceAccount", "other@elsewhere.iam.gserviceaccount.com", "replace nodeConfig.serviceAccount"],
    ["machineType", "e2-standard-4", "update nodeConfig.machineType"],
  ])("%s", async (input, value, change) => {
    const { make, diff } = google();
    await make(CLUSTER, "cluster", standard());
    const node = { machineType: "e2-standard-2", spot: false, serviceAccount: "a@elsewhere.iam.gserviceaccount.com" };
    const made = await make(POOL, "nodes", pool({ nodeConfig: node }));
    expect(await diff(POOL, "nodes", made, pool({ nodeConfig: { ...node, [input]: value } }))).toEqual([change]);
  });
});

describe("what Google and its provider refuse", () => {
  test.each<[string, Values, string]>([
    ["a long name", autopilot({ name: "a".repeat(41) }), '"name" cannot be longer than 40 characters'],
    ["capitals", autopilot({ name: "Api" }), '"name" can only contain lowercase letters, numbers and hyphens'],
    ["a digit first", autopilot({ name: "1api" }), '"name" must start with a letter'],
    ["a hyphen last", autopilot({ name: "api-" }), '"name" must end with a number or a letter'],
    ["no nodes", { ...place, name: "api" }, "Cluster.initial_node_count must be greater than zero"],
    [
      "Autopilot without its pool",
      autopilot({ removeDefaultNodePool: true }),
      '"remove_default_node_pool": conflicts with enable_autopilot',
    ],
    [
      "Autopilot with shielded nodes",
      autopilot({ enableShieldedNodes: true }),
      '"enable_shielded_nodes": conflicts with enable_autopilot',
    ],
    [
      "an account that is not there",
      standard({ nodeConfig: { serviceAccount: email } }),
      `Service account ${email} does not exist`,
    ],
  ])("%s", async (_title, inputs, words) => {
    await expect(google().make(CLUSTER, "cluster", inputs)).rejects.toThrow(words);
  });

  test("a cluster while its API is off", async () => {
    await expect(google({ enabledApis: [] }).make(CLUSTER, "cluster", autopilot())).rejects.toThrow(
      "Kubernetes Engine API has not been used in project",
    );
  });

  test("a pool in no cluster, in one of Autopilot, and one of fewer nodes than its least", async () => {
    const { make } = google();
    await expect(make(POOL, "nodes", pool())).rejects.toThrow("Not found: clusters/api");
    await make(CLUSTER, "cluster", autopilot());
    await expect(make(POOL, "nodes", pool())).rejects.toThrow("Autopilot clusters do not support mutating node pools");
    const other = google();
    await other.make(CLUSTER, "cluster", standard());
    await expect(
      other.make(POOL, "nodes", pool({ autoscaling: { minNodeCount: 3, maxNodeCount: 2 } })),
    ).rejects.toThrow("Minimum node count 3 must not exceed the maximum 2");
  });

  test("a cluster's deletion while it is protected, as it is by default", async () => {
    const { make, remove } = google();
    const made = await make(CLUSTER, "cluster", autopilot());
    await expect(remove(CLUSTER, "cluster", made)).rejects.toThrow("deletionProtection is true, its default");
  });

  test("a grant to an account that is not there, or on a repository that is not", async () => {
    const { make } = google();
    const member = `serviceAccount:${email}`;
    const grant = { project: "shop", role: "roles/container.defaultNodeServiceAccount", member };
    await expect(make(MEMBER, "rights", grant)).rejects.toThrow(`Service account ${email} does not exist`);
    const pull = { ...place, repository: "images", role: "roles/artifactregistry.reader", member };
    await expect(make(PULL, "pull", pull)).rejects.toThrow("repository images");
    await make(REPOSITORY, "images", { ...place, repositoryId: "images", format: "DOCKER" });
    await expect(make(PULL, "pull", pull)).rejects.toThrow(`Service account ${email} does not exist`);
  });
});

describe("what Autopilot makes of a pod", () => {
  const made = (resources: Values) => {
    const spec = withAutopilotsResources({ template: { spec: { containers: [{ name: "api", resources }] } } });
    return (spec as { template: { spec: { containers: [{ resources: unknown }] } } }).template.spec.containers[0]
      .resources;
  };
  const storage = { "ephemeral-storage": "1Gi" };

  test("that asks for nothing", () => {
    const usual = { cpu: "500m", memory: "2Gi", ...storage };
    expect(made({})).toEqual({ requests: usual, limits: usual });
  });

  test("that it would not change", () => {
    const resources = {
      requests: { cpu: "250m", memory: "512Mi", ...storage },
      limits: { cpu: "500m", memory: "1Gi", ...storage },
    };
    expect(made(resources)).toEqual(resources);
  });

  test.each([
    ["too little memory for its CPU", { cpu: "1", memory: "512Mi" }, { cpu: "1", memory: "1Gi" }],
    ["too little CPU for its memory", { cpu: "100m", memory: "1Gi" }, { cpu: "154m", memory: "1Gi" }],
    ["less than the least", { cpu: "10m", memory: "16Mi" }, { cpu: "50m", memory: "52Mi" }],
  ])("with %s", (_title, requests, expected) => {
    expect(made({ requests })).toMatchObject({ requests: expected });
  });

  test("whose limits are below what it raises", () => {
    const requests = { cpu: "1", memory: "512Mi" };
    expect(made({ requests, limits: { cpu: "2", memory: "512Mi" } })).toMatchObject({
      limits: { cpu: "2", memory: "1Gi" },
    });
  });
});
