// What the checks of every target cannot know: which input a setting becomes, and what things are called and where they are.
import type { RawSettings } from "@modelport/target-kit";
import { declare as declareTarget, describeInputs, type Surroundings } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { gke } from "../target.ts";

const declare = (settings: RawSettings = {}, surroundings?: Surroundings) =>
  declareTarget(gke, suite, settings, surroundings);

const standard = { mode: "standard" };
const account = "example-api-gke@example-project.iam.gserviceaccount.com";
const resources = "deployment.spec.template.spec.containers.0.resources";

describeInputs(gke, suite, [
  [
    {},
    {
      "cluster.enableAutopilot": true,
      "cluster.location": "us-central1",
      "cluster.name": "example-api",
      "cluster.deletionProtection": false,
      "cluster.releaseChannel": { channel: "REGULAR" },
      "cluster.network": "default",
      "cluster.subnetwork": "default",
      "cluster.nodeConfig": undefined,
      "cluster.dnsConfig": undefined,
      "cluster.clusterAutoscaling.autoProvisioningDefaults.serviceAccount": account,
      "cluster.maintenancePolicy.dailyMaintenanceWindow.startTime": "03:00",
    },
  ],
  [
    {},
    {
      "cluster.controlPlaneEndpointsConfig": {
        dnsEndpointConfig: { allowExternalTraffic: true },
        ipEndpointsConfig: { enabled: false },
      },
      "cluster.privateClusterConfig": { enablePrivateNodes: true, enablePrivateEndpoint: true },
      "cluster.masterAuthorizedNetworksConfig": undefined,
    },
  ],
  [
    { controlPlane: "public", apiCidrs: ["203.0.113.0/24"] },
    {
      "cluster.controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic": false,
      "cluster.privateClusterConfig.enablePrivateEndpoint": false,
      "cluster.masterAuthorizedNetworksConfig.cidrBlocks": [{ cidrBlock: "203.0.113.0/24" }],
    },
  ],
  // Otherwise everyone in the VPC reaches the private endpoint.
  [
    { controlPlane: "private" },
    {
      "cluster.masterAuthorizedNetworksConfig": {
        cidrBlocks: [],
        gcpPublicCidrsAccessEnabled: false,
        privateEndpointEnforcementEnabled: true,
      },
    },
  ],
  // A path and a name of the same network are the same cluster.
  [
    { network: "projects/example-project/global/networks/main" },
    { "cluster.network": "main", "cluster.subnetwork": "main", "preflight.fixed.network": "main" },
  ],
  [{ deletionProtection: true }, { "cluster.deletionProtection": true }],
  [{ privateNodes: false }, { "cluster.privateClusterConfig.enablePrivateNodes": false }],
  // What Autopilot would make of it.
  [
    {},
    {
      [resources]: {
        requests: { cpu: "250m", memory: "512Mi", "ephemeral-storage": "1Gi" },
        limits: { cpu: "500m", memory: "1Gi", "ephemeral-storage": "1Gi" },
      },
    },
  ],
  [{ requestVcpus: 1 }, { [`${resources}.requests`]: { cpu: "1", memory: "1Gi", "ephemeral-storage": "1Gi" } }],
  [
    { requestMemoryMiB: 4096 },
    { [`${resources}.requests`]: { cpu: "616m", memory: "4Gi", "ephemeral-storage": "1Gi" } },
  ],
  [standard, { [`${resources}.requests`]: { cpu: "250m", memory: "512Mi" } }],
  [
    standard,
    {
      "cluster.enableAutopilot": undefined,
      "cluster.datapathProvider": "ADVANCED_DATAPATH",
      "cluster.workloadIdentityConfig": { workloadPool: "example-project.svc.id.goog" },
      "cluster.removeDefaultNodePool": true,
      "cluster.nodeConfig.diskType": "pd-standard",
      "nodes.nodeConfig.machineType": "e2-standard-2",
      "nodes.nodeConfig.serviceAccount": account,
      "nodes.nodeConfig.workloadMetadataConfig": { mode: "GKE_METADATA" },
      "nodes.autoscaling": { minNodeCount: 1, maxNodeCount: 2, locationPolicy: "BALANCED" },
      "nodes.nodeLocations": ["us-central1-a", "us-central1-b", "us-central1-c"],
      "nodes.name": undefined,
    },
  ],
  [{ ...standard, maxReplicas: 100 }, { "nodes.autoscaling.maxNodeCount": 7 }],
  [{ ...standard, requestVcpus: 3 }, { "nodes.nodeConfig.machineType": "e2-standard-4" }],
  [
    { ...standard, spot: true },
    { "nodes.nodeConfig.spot": true, "nodes.autoscaling.locationPolicy": "ANY" },
  ],
  [{ labels: { team: "risk" } }, { "cluster.resourceLabels.team": "risk", "deployment.metadata.labels.team": "risk" }],
  [
    {},
    {
      "node-rights.role": "roles/container.defaultNodeServiceAccount",
      "node-pull.role": "roles/artifactregistry.reader",
    },
  ],
  [
    { public: true },
    {
      "service.spec.type": "LoadBalancer",
      "service.metadata.annotations": { "cloud.google.com/l4-rbs": "enabled" },
    },
  ],
  [
    { public: true, host: "churn.example.com" },
    { "ingress.metadata.annotations": expect.objectContaining({ "kubernetes.io/ingress.class": "gce" }) as unknown },
  ],
  [
    { public: true, host: "churn.example.com", gateway: "infra/public" },
    { "health-check.kind": "HealthCheckPolicy", "route.kind": "HTTPRoute" },
  ],
]);

test("a private Service is called through the cluster, with credentials from gcloud", async () => {
  const { outputs } = await declare();
  expect(outputs["credentialsCommand"]).toBe(
    "gcloud container clusters get-credentials example-api --region us-central1 --project example-project --dns-endpoint",
  );
  expect(outputs["auth"]).toBe(
    "kubectl-port-forward:example-api/example-api?context=gke_example-project_us-central1_example-api&credentials=" +
      "gcloud+container+clusters+get-credentials+example-api+--region+us-central1+--project+example-project+--dns-endpoint",
  );
});

describe("the kubeconfig", () => {
  const kubeconfigOf = async (settings: RawSettings = {}, surroundings?: Surroundings) => {
    const { inputsOf } = await declare(settings, surroundings);
    return JSON.parse(String(inputsOf("kubernetes")["kubeconfig"])) as {
      clusters: [{ cluster: Readonly<Record<string, string>> }];
      users: [{ user: { exec: { args: readonly string[] } } }];
    };
  };

  test("names the DNS endpoint, whose certificate is Google's, and the plugin that gets a token", async () => {
    const { clusters, users } = await kubeconfigOf();
    expect(clusters[0].cluster).toEqual({ server: expect.stringMatching(/^https:\/\/gke-.*\.gke\.goog$/) as string });
    expect(users[0].user.exec.args).toEqual(["--use_application_default_credentials"]);
  });

  test("has the certificate of an address", async () => {
    const { clusters } = await kubeconfigOf({ controlPlane: "private" });
    expect(Object.keys(clusters[0].cluster)).toEqual(["server", "certificate-authority-data"]);
  });

  test("has no use for credentials that only the provider reads, of which up warns", async () => {
    const { warnings } = await declare({}, { config: { ...suite.config, "gcp:credentials": "key.json" } });
    expect(warnings).toEqual([
      "gcp:credentials is set, but gke-gcloud-auth-plugin reads the application default credentials only: if they are not of the same " +
        "account, name the file with the account's key in GOOGLE_APPLICATION_CREDENTIALS, and remove the setting with " +
        "`npx pulumi config rm gcp:credentials --stack gke`.",
    ]);
  });

  test("uses the service account that the provider impersonates", async () => {
    const config = { ...suite.config, "gcp:impersonateServiceAccount": "ci@example-project.iam.gserviceaccount.com" };
    const { users } = await kubeconfigOf({}, { config });
    expect(users[0].user.exec.args).toEqual([
      "--impersonate_service_account",
      "ci@example-project.iam.gserviceaccount.com",
    ]);
  });
});

test("all objects end before the nodes, the nodes before the cluster, and that before the rights of its nodes", async () => {
  const { resources: declared } = await declare({ ...standard, public: true });
  const found = (name: string, type: string) =>
    declared.find((each) => each.name === `gke-${name}` && each.type.startsWith(type)) ?? expect.fail(`no ${name}`);
  const order: readonly (readonly [string, string])[] = [
    ["kubernetes", "pulumi:"],
    ["nodes", "gcp:"],
    ["cluster", "gcp:"],
    ["node-rights", "gcp:"],
    ["node-account", "gcp:"],
  ];
  for (const [index, [name, type]] of order.slice(0, -1).entries()) {
    const [next, itsType] = order[index + 1] ?? expect.fail("no next");
    expect(found(name, type).dependencies).toContain(found(next, itsType).urn);
  }
  const objects = declared.filter(({ type }) => type.startsWith("kubernetes:"));
  expect(new Set(objects.map(({ provider }) => provider))).toEqual(new Set([found("kubernetes", "pulumi:").urn]));
});

test("an existing cluster gets the workload and nothing else of Google's but the image", async () => {
  const { resources: declared, outputs } = await declare({ cluster: "shared" });
  const types = declared.map(({ type }) => type).filter((type) => type.startsWith("gcp:"));
  expect([...new Set(types)].toSorted()).toEqual([
    "gcp:artifactregistry/repository:Repository",
    "gcp:projects/service:Service",
  ]);
  expect(outputs["clusterName"]).toBe("shared");
});

test("an existing cluster of another mode is warned of", async () => {
  const { warnings } = await declare({ cluster: "shared", mode: "standard" });
  expect(warnings).toEqual([
    "modelport:mode is standard, but the cluster shared is autopilot: set it to that, or pods get resources that do not fit.",
  ]);
});

test("an existing cluster whose DNS name is closed, as it is by default, is warned of", async () => {
  const controlPlaneEndpointsConfigs = [
    {
      dnsEndpointConfigs: [{ endpoint: "gke-1234-42.us-central1.gke.goog", allowExternalTraffic: false }],
      ipEndpointsConfigs: [{ enabled: true }],
    },
  ];
  const calls: Surroundings["calls"] = {
    "gcp:container/getCluster:getCluster": (given) => ({
      ...given,
      enableAutopilot: true,
      endpoint: "198.51.100.9",
      masterAuths: [],
      controlPlaneEndpointsConfigs,
      privateClusterConfigs: [],
    }),
  };
  const { warnings } = await declare({ cluster: "shared" }, { calls });
  expect(warnings).toEqual([
    "modelport:controlPlane is dns, but the DNS name of the cluster shared takes no calls from outside Google: open it with " +
      "`gcloud container clusters update shared --region us-central1 --project example-project --enable-dns-access`, or use an " +
      "address with `npx pulumi config set modelport:controlPlane public --stack gke`.",
  ]);
  expect((await declare({ cluster: "shared", controlPlane: "public" }, { calls })).warnings).toEqual([]);
});

test("stacks of one project share no name, and none has that of a Cloud Run stack", async () => {
  const { inputsOf } = await declare({}, { stack: "gke-pr-12" });
  expect(inputsOf("cluster")["name"]).toBe("example-api-pr-12");
  expect(inputsOf("repository")["repositoryId"]).toBe("example-api-pr-12-gke");
  expect(inputsOf("node-account")["accountId"]).toBe("example-api-pr-12-gke");
});

describe("refuses before anything is declared", () => {
  test("zones of another region", async () => {
    await expect(declare({ ...standard, zones: ["europe-west3-a"] })).rejects.toThrow(
      "modelport:zones has europe-west3-a, but gcp:region is us-central1: name zones of that region with " +
        `\`npx pulumi config set modelport:zones '["us-central1-a","us-central1-b"]' --stack gke\`, or leave them to the target with ` +
        "`npx pulumi config rm modelport:zones --stack gke`.",
    );
  });

  test("a Shared VPC, and a subnetwork of another region", async () => {
    await expect(declare({ network: "projects/host/global/networks/shared" })).rejects.toThrow(
      "modelport:network is projects/host/global/networks/shared, but gcp:project is example-project and gcp:region is us-central1: use one of " +
        "them with `npx pulumi config set modelport:network '<name>' --stack gke`, or, for a Shared VPC, whose owner alone makes the ranges " +
        "of pods, have the owner create the cluster, and name it with `npx pulumi config set modelport:cluster '<name>' --stack gke`.",
    );
    await expect(
      declare({ subnetwork: "projects/example-project/regions/europe-west1/subnetworks/nodes" }),
    ).rejects.toThrow("modelport:subnetwork is projects/example-project/regions/europe-west1/subnetworks/nodes, but");
  });

  test("a stack whose node pool would have too long a name", async () => {
    await expect(declare(standard, { stack: "gke-feature-1234567890-abcdef" })).rejects.toThrow(
      "The stack's name gke-feature-1234567890-abcdef has 29 characters, but the name of a node pool has room for 26: choose a shorter one.",
    );
  });

  test("a project that is not named", async () => {
    await expect(declare({}, { config: {} })).rejects.toThrow("No Google Cloud project is named: set yours with");
  });
});
