// Google Cloud.
import { membersOf, textOf } from "@modelport/sdk-schema/wire";
import { digits, fill, MOMENT, type Making } from "./making.ts";
import type { FactsTable } from "./type-facts.ts";

const inProject = "projects/{project}";
export const inLocation = "projects/{project}/locations/{location}";
const inRegion = "projects/{project}/regions/{region}";
const compute = "https://www.googleapis.com/compute/v1";

/** `us-central1` is `uc` in Cloud Run URLs: the first letters of its parts. */
const regionCode = (making: Making): string =>
  fill("{location}", making)
    .split("-")
    .map((part) => part.slice(0, 1))
    .join("");

/** Of a service, and of a function, which is one. */
export const runUri = (making: Making): string =>
  fill("https://{name}-{b36:10}-", making) + `${regionCode(making)}.a.run.app`;

const generationOf = ({ previous }: Making): number => (Number(previous?.["generation"]) || 0) + 1;

/** Only a changed template creates a revision: cloud.google.com/run/docs/managing/revisions. */
function revisionOf(making: Making): string {
  const answering = textOf(making.previous?.["latestReadyRevision"]);
  if (answering !== "" && !making.changed.includes("template")) return answering;
  const number = String(generationOf(making)).padStart(5, "0");
  const name = textOf(membersOf(making.inputs["template"])["revision"]) || fill(`{name}-${number}-{b36:3}`, making);
  return fill(`${inLocation}/services/{name}/revisions/`, making) + name;
}

const PROTECTED = { input: "deletionProtection", byDefault: true };

const cloudRun: FactsTable = {
  "gcp:cloudrunv2/service:Service": {
    uniqueWithin: ["project", "location"],
    id: `${inLocation}/services/{name}`,
    protection: PROTECTED,
    outputs: {
      ingress: "INGRESS_TRAFFIC_ALL",
      launchStage: "GA",
      uri: runUri,
      urls: (making) => [fill("https://{name}-{projectNumber}.{location}.run.app", making), runUri(making)],
      generation: (making) => String(generationOf(making)),
      observedGeneration: (making) => String(generationOf(making)),
      latestCreatedRevision: revisionOf,
      latestReadyRevision: revisionOf,
      reconciling: () => false,
      uid: "{hex:8}-{hex:4}-4000-8000-{hex:12}",
    },
  },
  "gcp:cloudrunv2/job:Job": {
    uniqueWithin: ["project", "location"],
    id: `${inLocation}/jobs/{name}`,
    protection: PROTECTED,
  },
  "gcp:cloudrun/domainMapping:DomainMapping": {
    uniqueWithin: ["project", "location"],
    autoNames: false,
    replaceOn: "*",
    id: "locations/{location}/namespaces/{project}/domainmappings/{name}",
  },
  "gcp:cloudfunctionsv2/function:Function": {
    uniqueWithin: ["project", "location"],
    id: `${inLocation}/functions/{name}`,
    outputs: {
      url: "https://{location}-{project}.cloudfunctions.net/{name}",
      state: "ACTIVE",
      environment: "GEN_2",
    },
  },
};

const images: FactsTable = {
  "gcp:artifactregistry/repository:Repository": {
    nameInput: "repositoryId",
    autoNames: false,
    uniqueWithin: ["project", "location"],
    replaceOn: ["format", "mode", "kmsKeyName"],
    id: `${inLocation}/repositories/{repositoryId}`,
    outputs: { name: "{repositoryId}", registryUri: "{registry}/{location}-docker.pkg.dev/{project}/{repositoryId}" },
  },
  "gcp:storage/bucket:Bucket": {
    // One namespace for the whole world.
    replaceOn: ["storageClass"],
    updateOn: ["storageClass"],
    outputs: {
      url: "gs://{name}",
      selfLink: "https://www.googleapis.com/storage/v1/b/{name}",
      projectNumber: "{projectNumber}",
    },
    neededBy: ["gcp:storage/bucketObject:BucketObject"],
  },
  "gcp:storage/bucketObject:BucketObject": {
    autoNames: false,
    uniqueWithin: ["bucket"],
    replaceOn: ["bucket", "source", "content"],
    id: "{bucket}-{name}",
    outputs: {
      outputName: "{name}",
      selfLink: "https://www.googleapis.com/storage/v1/b/{bucket}/o/{name}",
      // The microseconds of the upload: cloud.google.com/storage/docs/metadata#generation-number.
      generation: (making) => Number(`1${digits(making.seed, "0123456789", 15)}`),
    },
  },
};

const accountEmail = "{accountId}@{project}.iam.gserviceaccount.com";

const identity: FactsTable = {
  "gcp:serviceaccount/account:Account": {
    nameInput: "accountId",
    uniqueWithin: ["project"],
    id: `${inProject}/serviceAccounts/${accountEmail}`,
    outputs: {
      name: "{id}",
      email: accountEmail,
      member: `serviceAccount:${accountEmail}`,
      uniqueId: "1{dec:20}",
    },
  },
  "gcp:projects/service:Service": {
    nameInput: "service",
    // Enabling an API twice is not an error.
    uniqueWithin: null,
    replaceOn: ["service", "project"],
    id: "{project}/{service}",
  },
  "gcp:secretmanager/secret:Secret": {
    nameInput: "secretId",
    uniqueWithin: ["project"],
    replaceOn: ["replication"],
    id: `${inProject}/secrets/{secretId}`,
    outputs: { name: "projects/{projectNumber}/secrets/{secretId}" },
  },
  "gcp:secretmanager/secretVersion:SecretVersion": {
    replaceOn: ["secret", "secretData"],
    id: "{secret}/versions/1",
    outputs: { name: "{secret}/versions/1", version: "1", createTime: MOMENT },
  },
};

const network: FactsTable = {
  "gcp:compute/network:Network": {
    uniqueWithin: ["project"],
    replaceOn: ["autoCreateSubnetworks"],
    id: `${inProject}/global/networks/{name}`,
    outputs: { selfLink: `${compute}/${inProject}/global/networks/{name}` },
    neededBy: ["gcp:compute/subnetwork:Subnetwork", "gcp:container/cluster:Cluster"],
  },
  "gcp:compute/subnetwork:Subnetwork": {
    uniqueWithin: ["project", "region"],
    replaceOn: ["network"],
    id: `${inRegion}/subnetworks/{name}`,
    outputs: { selfLink: `${compute}/${inRegion}/subnetworks/{name}`, gatewayAddress: "10.0.0.1" },
    neededBy: ["gcp:container/cluster:Cluster"],
  },
  "gcp:vpcaccess/connector:Connector": {
    uniqueWithin: ["project", "region"],
    id: `${inProject}/locations/{region}/connectors/{name}`,
    outputs: { state: "READY" },
  },
};

/** Of the API of a cluster. */
export const PRIVATE_ENDPOINT = "10.128.0.2";
export const PUBLIC_ENDPOINT = "203.0.113.20";

/** Members of `nodeConfig` whose change makes new nodes. */
const OF_NODES = ["serviceAccount", "oauthScopes", "spot", "preemptible", "metadata", "shieldedInstanceConfig"];

const gke: FactsTable = {
  "gcp:container/cluster:Cluster": {
    uniqueWithin: ["project", "location"],
    // resource_container_cluster.go and node_config.go, ForceNew.
    replaceOn: [
      "network",
      "subnetwork",
      "networkingMode",
      "datapathProvider",
      "enableAutopilot",
      "initialNodeCount",
      "description",
      "confidentialNodes",
      "ipAllocationPolicy",
      "defaultMaxPodsPerNode",
      "privateClusterConfig.masterIpv4CidrBlock",
      "privateClusterConfig.privateEndpointSubnetwork",
      ...OF_NODES.map((name) => `nodeConfig.${name}`),
    ],
    id: `${inLocation}/clusters/{name}`,
    protection: PROTECTED,
    outputs: {
      endpoint: ({ inputs }) =>
        membersOf(inputs["privateClusterConfig"])["enablePrivateEndpoint"] === true
          ? PRIVATE_ENDPOINT
          : PUBLIC_ENDPOINT,
      masterVersion: "1.33.5-gke.1",
      selfLink: `https://container.googleapis.com/v1/${inLocation}/clusters/{name}`,
    },
    neededBy: ["gcp:container/nodePool:NodePool"],
  },
  "gcp:container/nodePool:NodePool": {
    uniqueWithin: ["project", "location", "cluster"],
    // resource_container_node_pool.go and node_config.go, ForceNew.
    replaceOn: [
      "cluster",
      "initialNodeCount",
      "placementPolicy",
      "maxPodsPerNode",
      ...OF_NODES.map((name) => `nodeConfig.${name}`),
    ],
    id: `${inLocation}/clusters/{cluster}/nodePools/{name}`,
  },
};

export const gcp: FactsTable = { ...cloudRun, ...images, ...identity, ...network, ...gke };
