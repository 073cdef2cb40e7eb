// What Google Kubernetes Engine and its provider do with inputs. Files are in github.com/hashicorp/terraform-provider-google,
// google/services unless another folder is named.
import { isObject, membersOf, textOf, type Value } from "@modelport/sdk-schema/wire";
import type { Behavior, BehaviorTable, Refusal } from "./behavior.ts";
import { PRIVATE_ENDPOINT, PUBLIC_ENDPOINT } from "./gcp.ts";
import { apiRefusal } from "./gcp-apis.ts";
import { iamMember, lastPart, sameName } from "./gcp-names.ts";
import { withAutopilotsResources } from "./gke-autopilot.ts";
import { fill, type Making } from "./making.ts";

const CLUSTER = "gcp:container/cluster:Cluster";
const ACCOUNT = "gcp:serviceaccount/account:Account";
const REPOSITORY = "gcp:artifactregistry/repository:Repository";

const clusterFile = "container/resource_container_cluster.go";
const poolFile = "container/resource_container_node_pool.go";

const valueAt = (values: Value, path: string): Value =>
  path.split(".").reduce<Value>((value, key) => membersOf(value)[key] ?? null, values);
const isAutopilot = ({ inputs }: Pick<Making, "inputs">): boolean => inputs["enableAutopilot"] === true;
const isByDnsAlone = ({ inputs }: Pick<Making, "inputs">): boolean =>
  valueAt(inputs, "controlPlaneEndpointsConfig.ipEndpointsConfig.enabled") === false;

const nameFits: Refusal = {
  on: ["create"],
  says: ({ name }) => {
    if (name.length > 40) return `"name" cannot be longer than 40 characters`;
    if (!/^[a-z0-9-]+$/.test(name)) return `"name" can only contain lowercase letters, numbers and hyphens`;
    if (!/^[a-z]/.test(name)) return `"name" must start with a letter`;
    return /[a-z0-9]$/.test(name) ? undefined : `"name" must end with a number or a letter`;
  },
  source: `${clusterFile}, name: ValidateFunc`,
};

/** Inputs that the provider refuses beside `enableAutopilot`, by their names in Terraform: ConflictsWith. */
const NOT_WITH_AUTOPILOT: Readonly<Record<string, string>> = {
  removeDefaultNodePool: "remove_default_node_pool",
  enableShieldedNodes: "enable_shielded_nodes",
  enableIntranodeVisibility: "enable_intranode_visibility",
  networkPolicy: "network_policy",
  nodePools: "node_pool",
  defaultMaxPodsPerNode: "default_max_pods_per_node",
  "clusterAutoscaling.enabled": "cluster_autoscaling.0.enabled",
  "clusterAutoscaling.resourceLimits": "cluster_autoscaling.0.resource_limits",
  "addonsConfig.networkPolicyConfig": "addons_config.0.network_policy_config",
};

const conflictsWithAutopilot: Refusal = {
  says: (making) => {
    if (!isAutopilot(making)) return undefined;
    const found = Object.entries(NOT_WITH_AUTOPILOT).find(([path]) => valueAt(making.inputs, path) !== null);
    return found && `"${found[1]}": conflicts with enable_autopilot`;
  },
  source: `${clusterFile}: ConflictsWith`,
};

const nodesAreCounted: Refusal = {
  on: ["create"],
  says: (making) => {
    const { initialNodeCount, nodePools } = making.inputs;
    const isCounted = Number(initialNodeCount ?? 0) > 0 || (Array.isArray(nodePools) && nodePools.length > 0);
    return isAutopilot(making) || isCounted
      ? undefined
      : "googleapi: Error 400: Cluster.initial_node_count must be greater than zero., badRequest";
  },
  source: `${clusterFile}, initial_node_count: "at least 1, alongside setting remove_default_node_pool"`,
};

const accountsExist = (paths: readonly string[]): Refusal => ({
  says: ({ inputs, others, world }) => {
    const project = textOf(inputs["project"]) || world.project;
    const emails = paths.map((path) => textOf(valueAt(inputs, path)).replace(/^serviceAccount:/, ""));
    const own = emails.filter((email) => email.endsWith(`@${project}.iam.gserviceaccount.com`));
    const isThere = (email: string) =>
      others().some(({ type, outputs }) => type === ACCOUNT && outputs["email"] === email);
    const missing = own.find((email) => !isThere(email));
    return missing && `googleapi: Error 400: Service account ${missing} does not exist., badRequest`;
  },
  source: "https://cloud.google.com/iam/docs/troubleshoot-policies; GKE answers the same for the account of nodes",
});

/** Those of every Autopilot node: pulumi/pulumi-gcp 2247 has the difference that a second `up` then sees. */
const AUTOPILOT_SCOPES = ["devstorage.read_only", "logging.write", "monitoring", "service.management.readonly"].map(
  (scope) => `https://www.googleapis.com/auth/${scope}`,
);

const DEFAULTS_OF_NODES = { diskSize: 100, diskType: "pd-standard", imageType: "COS_CONTAINERD" };

const cluster: Behavior = {
  answers: {
    network: {
      as: (given, making) => fill("projects/{project}/global/networks/", making) + lastPart(given),
      source: `${clusterFile}, Read: network is a path`,
    },
    subnetwork: {
      as: (given, making) => fill("projects/{project}/regions/{location}/subnetworks/", making) + lastPart(given),
      source: `${clusterFile}, Read: subnetwork is a path`,
    },
    nodeConfig: {
      as: (given, making) =>
        isAutopilot(making) && isObject(given)
          ? { ...membersOf(given), oauthScopes: AUTOPILOT_SCOPES, machineType: "e2-small" }
          : given,
      source: "https://github.com/pulumi/pulumi-gcp/issues/2247",
    },
    masterAuth: {
      as: (given) => ({ ...membersOf(given), clusterCaCertificate: CERTIFICATE }),
      source: `${clusterFile}, master_auth.cluster_ca_certificate: Computed`,
    },
    controlPlaneEndpointsConfig: {
      as: (given, making) => {
        const { dnsEndpointConfig = null, ipEndpointsConfig = null } = membersOf(given);
        return {
          dnsEndpointConfig: {
            allowExternalTraffic: false,
            ...membersOf(dnsEndpointConfig),
            endpoint: fill("gke-{hex:28}-{projectNumber}.{location}.gke.goog", making),
          },
          ipEndpointsConfig: { enabled: true, ...membersOf(ipEndpointsConfig) },
        };
      },
      source: `${clusterFile}: flattenControlPlaneEndpointsConfig`,
    },
    privateClusterConfig: {
      as: (given, making) => ({
        ...membersOf(given),
        ...(isByDnsAlone(making) && { enablePrivateEndpoint: true }),
        privateEndpoint: PRIVATE_ENDPOINT,
        publicEndpoint: PUBLIC_ENDPOINT,
      }),
      source: `${clusterFile}: containerClusterApiDictatedPrivateEndpointField`,
    },
    masterAuthorizedNetworksConfig: {
      as: (given, making) => (isByDnsAlone(making) ? null : given),
      source: `${clusterFile}: expandControlPlaneEndpointsConfig sends them with IP endpoints only`,
    },
    clusterAutoscaling: {
      as: (given) => {
        const { autoProvisioningDefaults: defaults = null, ...others } = membersOf(given);
        if (!isObject(defaults)) return given;
        return { ...others, autoProvisioningDefaults: { ...DEFAULTS_OF_NODES, ...membersOf(defaults) } };
      },
      source: `${clusterFile}, auto_provisioning_defaults: disk_size, disk_type and image_type have defaults`,
    },
  },
  equivalences: {
    network: sameName(clusterFile),
    subnetwork: sameName(clusterFile),
    clusterAutoscaling: {
      between: (state, given) => {
        const of = (value: Value) => valueAt(value, "autoProvisioningDefaults");
        const same = (name: string) => {
          const its = valueAt(of(given), name);
          return its === null || JSON.stringify(valueAt(of(state), name)) === JSON.stringify(its);
        };
        return ["serviceAccount", "oauthScopes", "bootDiskKmsKey"].every(same);
      },
      source: `${clusterFile}: suppressDiffForAutopilot for disks and images; the rest is Computed`,
    },
  },
  edit: {
    thing: ({ name, inputs }) => `${textOf(inputs["location"])}/${name}`,
    called: "the cluster",
    lock: "google-container-cluster",
    retried: ["create", "update", "delete"],
    refusal: "googleapi: Error 400: Cluster is running incompatible operation.",
    source: `${clusterFile}: containerClusterMutexKey`,
  },
  refusals: [
    apiRefusal("container.googleapis.com", "Kubernetes Engine API"),
    nameFits,
    conflictsWithAutopilot,
    nodesAreCounted,
    accountsExist(["nodeConfig.serviceAccount", "clusterAutoscaling.autoProvisioningDefaults.serviceAccount"]),
  ],
};

const CERTIFICATE = Buffer.from("certificate of the stand-in").toString("base64");

const clusterOf = ({ inputs, others, world }: Pick<Making, "inputs" | "others" | "world">) => {
  const project = textOf(inputs["project"]) || world.project;
  return others().find(
    ({ type, id }) =>
      type === CLUSTER &&
      id ===
        `projects/${project}/locations/${textOf(inputs["location"])}/clusters/${lastPart(inputs["cluster"] ?? "")}`,
  );
};

const clusterTakesPools: Refusal = {
  on: ["create"],
  says: (making) => {
    const found = clusterOf(making);
    const name = textOf(making.inputs["cluster"]);
    if (found === undefined) return `googleapi: Error 404: Not found: clusters/${name}., notFound`;
    return found.inputs["enableAutopilot"] === true
      ? "googleapi: Error 400: Autopilot clusters do not support mutating node pools."
      : undefined;
  },
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-overview#comparison",
};

const countsInOrder: Refusal = {
  says: ({ inputs }) => {
    const { minNodeCount, maxNodeCount } = membersOf(inputs["autoscaling"]);
    const [least, most] = [Number(textOf(minNodeCount)), Number(textOf(maxNodeCount))];
    return most > 0 && least > most
      ? `googleapi: Error 400: Minimum node count ${least} must not exceed the maximum ${most}., badRequest`
      : undefined;
  },
  source: `${poolFile}, autoscaling: "Must be >=0 and <= max_node_count"`,
};

const pool: Behavior = {
  answers: {
    nodeLocations: {
      as: (given) =>
        Array.isArray(given) ? given.map(textOf).toSorted((one, other) => (one < other ? -1 : 1)) : given,
      source: `${poolFile}, node_locations: a set`,
    },
  },
  edit: {
    thing: ({ inputs }) => `${textOf(inputs["location"])}/${lastPart(inputs["cluster"] ?? "")}`,
    called: "the node pools of the cluster",
    lock: "google-container-cluster",
    retried: ["create", "update", "delete"],
    refusal: "googleapi: Error 400: Cluster is running incompatible operation.",
    source: `${poolFile}: IsFailedPreconditionError and IsQuotaError are retried`,
  },
  refusals: [clusterTakesPools, countsInOrder, accountsExist(["nodeConfig.serviceAccount"])],
};

const projectMember: Behavior = {
  answers: { member: { as: iamMember, source: "tpgresource NormalizeIamPrincipalCasing" } },
  edit: {
    thing: ({ inputs, world }) => textOf(inputs["project"]) || world.project,
    called: "the IAM policy of the project",
    lock: "iam-project",
    retried: ["create", "update", "delete"],
    refusal: "googleapi: Error 409: There were concurrent policy changes.",
    source: "tpgiamresource/iam.go iamPolicyReadModifyWrite: a mutex, and retries on conflict",
  },
  refusals: [accountsExist(["member"])],
};

const repositoryMember: Behavior = {
  answers: { member: { as: iamMember, source: "tpgresource NormalizeIamPrincipalCasing" } },
  equivalences: { repository: sameName("artifactregistry/iam_artifact_registry_repository.go") },
  edit: {
    thing: ({ inputs }) => lastPart(inputs["repository"] ?? ""),
    called: "the IAM policy of the repository",
    lock: "iam-artifactregistry-repository",
    retried: ["create", "update", "delete"],
    refusal: "googleapi: Error 409: There were concurrent policy changes.",
    source: "tpgiamresource/iam.go iamPolicyReadModifyWrite: a mutex, and retries on conflict",
  },
  refusals: [
    {
      says: ({ inputs, others }) => {
        const name = lastPart(inputs["repository"] ?? "");
        const isThere = others().some(
          ({ type, inputs: given }) => type === REPOSITORY && given["repositoryId"] === name,
        );
        return isThere ? undefined : `googleapi: Error 404: Requested entity was not found (repository ${name}).`;
      },
      source: "artifactregistry/iam_artifact_registry_repository.go: GetResourceIamPolicy",
    },
    accountsExist(["member"]),
  ],
};

/** Nothing is known of a cluster that existed before, but the answer of `getCluster`. */
const isInAutopilot = ({ cluster: its }: Making): boolean =>
  its?.vendor === "google" && (its.inputs["enableAutopilot"] === true || Object.keys(its.inputs).length === 0);

const deployment: Behavior = {
  answers: {
    spec: {
      as: (given, making) => (isInAutopilot(making) ? withAutopilotsResources(given) : given),
      source:
        "https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests, pulumi-kubernetes 1978",
    },
  },
};

export const gkeBehavior: BehaviorTable = {
  [CLUSTER]: cluster,
  "gcp:container/nodePool:NodePool": pool,
  "gcp:projects/iAMMember:IAMMember": projectMember,
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember": repositoryMember,
  "kubernetes:apps/v1:Deployment": deployment,
};
