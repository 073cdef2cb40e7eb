// What EKS and its provider refuse of a cluster. Files are in github.com/hashicorp/terraform-provider-aws, internal/service/eks.
import { isObject, membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import { subnetOf, zoneIdOf } from "../network.ts";
import type { BehaviorTable, Equivalence, Refusal } from "./behavior.ts";
import { declaredAs, declaredOf, textsIn } from "./declared.ts";
import { CLUSTER } from "./eks.ts";
import { asSet, sets } from "./equivalences.ts";
import type { Making } from "./making.ts";

/** Whether each part of Auto Mode is on; undefined where nothing is said. */
function partsOfAutoMode({ computeConfig, kubernetesNetworkConfig, storageConfig }: Values) {
  return [
    membersOf(computeConfig)["enabled"],
    membersOf(membersOf(kubernetesNetworkConfig)["elasticLoadBalancing"])["enabled"],
    membersOf(membersOf(storageConfig)["blockStorage"])["enabled"],
  ].map((enabled) => enabled ?? undefined);
}

const wholeAutoMode: Refusal = {
  says: ({ inputs }) => {
    const parts = partsOfAutoMode(inputs);
    if (parts.every((part) => part === undefined) || new Set(parts).size === 1) return undefined;
    return (
      "compute_config.enabled, kubernetes_networking_config.elastic_load_balancing.enabled, and " +
      "storage_config.block_storage.enabled must all be set to either true or false"
    );
  },
  source: "cluster.go: validateAutoModeCustomizeDiff",
};

const autoModeAlone: Refusal = {
  says: ({ inputs }) => {
    const { enabled, nodeRoleArn, nodePools } = membersOf(inputs["computeConfig"]);
    if (enabled === true && inputs["bootstrapSelfManagedAddons"] !== false)
      return "InvalidParameterException: When EKS Auto Mode is enabled, bootstrapSelfManagedAddons must be set to false.";
    return textOf(nodeRoleArn) !== "" && textsIn(nodePools).length === 0
      ? "InvalidParameterException: When Compute Config nodeRoleArn is not null or empty, nodePool value(s) must be provided."
      : undefined;
  },
  source: "https://github.com/hashicorp/terraform-provider-aws/pull/40483",
};

/** Of private networks, documentation and others that the internet does not route. */
const RESERVED =
  /^(10|127)\.|^172\.(1[6-9]|2\d|3[01])\.|^192\.168\.|^169\.254\.|^192\.0\.2\.|^198\.51\.100\.|^203\.0\.113\./;

/** The range with nothing behind its prefix: `93.184.216.0/24` for `93.184.216.34/24`. */
function rangeOf(cidr: string): string {
  const [address = "", bits = "32"] = cidr.split("/");
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(bits));
  const first = number - (number % size);
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join(".")}/${bits}`;
}

const wholeRanges: Refusal = {
  says: ({ inputs }) => {
    const cidrs = textsIn(membersOf(inputs["vpcConfig"])["publicAccessCidrs"]);
    const cidr = cidrs.find((each) => !each.includes(":") && rangeOf(each) !== each);
    return (
      cidr && `vpc_config.0.public_access_cidrs: "${cidr}" is not a valid CIDR block; did you mean "${rangeOf(cidr)}"?`
    );
  },
  source: "cluster.go: ValidCIDRNetworkAddress",
};

const ranges: Refusal = {
  says: ({ inputs }) => {
    const cidrs = textsIn(membersOf(inputs["vpcConfig"])["publicAccessCidrs"]);
    const reserved = cidrs.filter((cidr) => RESERVED.test(cidr));
    if (reserved.length > 0)
      return `InvalidParameterException: The following CIDRs are not allowed in publicAccessCidrs: [${reserved.join(", ")}]`;
    return cidrs.length > 40 ? "InvalidParameterException: publicAccessCidrs can have at most 40 items." : undefined;
  },
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html; the message as public reports quote it",
};

const ENDPOINTS = ["endpointPrivateAccess", "endpointPublicAccess"] as const;

const reachable: Refusal = {
  says: ({ inputs }) => {
    const config = membersOf(inputs["vpcConfig"]);
    return ENDPOINTS.every((endpoint) => config[endpoint] === false)
      ? "InvalidParameterException: Private and public endpoint access cannot be false at the same time."
      : undefined;
  },
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html",
};

const VERSIONS: ReadonlySet<string> = new Set(["1.33", "1.34", "1.35", "1.36"]);

const minorOf = (version: string): number => Number(version.split(".")[1]);

const versions: Refusal = {
  says: ({ inputs, previous }) => {
    const version = textOf(inputs["version"]);
    if (version === "") return undefined;
    if (!VERSIONS.has(version)) return "InvalidParameterException: unsupported Kubernetes version";
    const before = textOf(previous?.["version"]);
    if (before === "" || before === version || minorOf(version) === minorOf(before) + 1) return undefined;
    return `InvalidParameterException: Unsupported Kubernetes minor version update from ${before} to ${version}`;
  },
  source:
    "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html (one version at a time, and not back); versions of 2026-12",
};

/** https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const WITHOUT_EKS: ReadonlySet<string> = new Set(["use1-az3", "usw1-az2", "cac1-az3"]);

const zones: Refusal = {
  says: ({ inputs, name, world }, { account }) => {
    const subnets = textsIn(membersOf(inputs["vpcConfig"])["subnetIds"]).map((id) => subnetOf(id, account));
    const closed = subnets.find(({ zone }) => WITHOUT_EKS.has(zoneIdOf(world.region, zone)));
    if (closed !== undefined)
      return (
        `UnsupportedAvailabilityZoneException: Cannot create cluster '${name}' because ${world.region}${closed.zone}, the targeted ` +
        "availability zone, does not currently have sufficient capacity to support the cluster."
      );
    return new Set(subnets.map(({ zone }) => zone)).size < 2
      ? "InvalidParameterException: Subnets specified must be in at least two different AZs"
      : undefined;
  },
  source: "https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html",
};

const keepsPlace: Refusal = {
  on: ["update"],
  says: ({ inputs, previous, world }, { account }) => {
    const placeOf = (values: Values | undefined) => {
      const subnets = textsIn(membersOf(values?.["vpcConfig"])["subnetIds"]).map((id) => subnetOf(id, account));
      return {
        vpc: subnets[0]?.vpcId,
        zones: [...new Set(subnets.map(({ zone }) => `${world.region}${zone}`))].toSorted().join(","),
      };
    };
    const [before, after] = [placeOf(previous), placeOf(inputs)];
    if (before.vpc !== after.vpc)
      return `InvalidParameterException: Subnets specified must belong to the VPC of the cluster, ${before.vpc}`;
    return before.zones === after.zones
      ? undefined
      : `InvalidParameterException: Provided subnets belong to the AZs '${after.zones}'. But they should belong to the exact set of AZs ` +
          `'${before.zones}' in which subnets were provided during cluster creation.`;
  },
  source: "https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html",
};

const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const ROLE = "aws:iam/role:Role";

/** The names of the managed policies of a role that is declared; undefined if it is somebody else's. */
export function policiesOf(making: Pick<Making, "others" | "urn">, roleArn: string): readonly string[] | undefined {
  const role = declaredOf(making, ROLE).find(({ outputs }) => outputs["arn"] === roleArn);
  if (role === undefined) return undefined;
  return declaredOf(making, ATTACHMENT)
    .filter(({ inputs }) => inputs["role"] === role.id)
    .map(({ inputs }) => textOf(inputs["policyArn"]).split("/").at(-1) ?? "");
}

/** The services that may assume a role that is declared. */
export function trustOf(making: Pick<Making, "others" | "urn">, roleArn: string): string | undefined {
  const role = declaredOf(making, ROLE).find(({ outputs }) => outputs["arn"] === roleArn);
  return role && textOf(role.inputs["assumeRolePolicy"]);
}

const AUTO_MODE = [
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

const clusterRole: Refusal = {
  says: (making) => {
    const { inputs } = making;
    const policies = policiesOf(making, textOf(inputs["roleArn"]));
    if (policies === undefined) return undefined;
    const isAuto = membersOf(inputs["computeConfig"])["enabled"] === true;
    const missing = ["AmazonEKSClusterPolicy", ...(isAuto ? AUTO_MODE : [])].find((each) => !policies.includes(each));
    return (
      missing &&
      "InvalidParameterException: The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please " +
        `ensure the following policy is attached: arn:aws:iam::aws:policy/${missing}`
    );
  },
  source:
    "cluster.go, Create: retried while rights propagate; https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html",
};

/** EKS makes the log group of a cluster that logs, if there is none. */
const logGroupOfCluster: Refusal = {
  on: ["create"],
  says: (making) => {
    const cluster = /^\/aws\/eks\/([^/]+)\/cluster$/.exec(textOf(making.inputs["name"]))?.[1];
    const logs = textsIn(declaredAs(making, CLUSTER, cluster)?.inputs["enabledClusterLogTypes"]);
    return logs.length > 0 ? "ResourceAlreadyExistsException: The specified log group already exists" : undefined;
  },
  source: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
};

/** What is left out of the others stays: Optional and Computed. */
const DEFAULTS: Readonly<Record<string, boolean>> = { endpointPrivateAccess: false, endpointPublicAccess: true };

const sameVpcConfig: Equivalence = {
  between: (state, given) => {
    if (!isObject(state) || !isObject(given)) return false;
    const form = (value: Value | undefined) => JSON.stringify(asSet(value ?? null, false));
    const whole = { ...DEFAULTS, ...given };
    return Object.entries(whole).every(([name, value]) => form(state[name] ?? DEFAULTS[name]) === form(value));
  },
  source: "cluster.go: subnet_ids, security_group_ids and public_access_cidrs are sets",
};

export const eksClusters: BehaviorTable = {
  [CLUSTER]: {
    equivalences: {
      enabledClusterLogTypes: sets("cluster.go: a set"),
      vpcConfig: sameVpcConfig,
      computeConfig: sets("cluster.go: node_pools is a set"),
    },
    refusals: [wholeAutoMode, autoModeAlone, wholeRanges, ranges, reachable, versions, zones, keepsPlace, clusterRole],
  },
  "aws:cloudwatch/logGroup:LogGroup": { refusals: [logGroupOfCluster] },
};
