// The physical names of resources: how long they may be, and where they must be unique.
import { inputAt, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

/** How a type is named. */
interface Naming {
  /** The input that is the name; if it is left out, the engine derives one from the logical name. */
  readonly property: string;
  readonly maxLength: number;
  /** The inputs within which the name must be unique; without them, its account and region. */
  readonly within?: readonly string[];
}

/** A hyphen and seven hex digits are added to the logical name if the name is left out. */
const DERIVED_SUFFIX = 8;

/** Lengths from the API references of the vendors. */
const namings: Readonly<Record<string, Naming>> = {
  "aws:cloudwatch/dashboard:Dashboard": { property: "dashboardName", maxLength: 255 },
  "aws:cloudwatch/logGroup:LogGroup": { property: "name", maxLength: 512 },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { property: "name", maxLength: 255 },
  "aws:ec2/securityGroup:SecurityGroup": { property: "name", maxLength: 255, within: ["vpcId"] },
  "aws:ecr/repository:Repository": { property: "name", maxLength: 256 },
  "aws:ecs/cluster:Cluster": { property: "name", maxLength: 255 },
  "aws:ecs/service:Service": { property: "name", maxLength: 255, within: ["cluster"] },
  "aws:ecs/taskDefinition:TaskDefinition": { property: "family", maxLength: 255 },
  "aws:eks/cluster:Cluster": { property: "name", maxLength: 100 },
  "aws:eks/nodeGroup:NodeGroup": { property: "nodeGroupName", maxLength: 63, within: ["clusterName"] },
  "aws:iam/policy:Policy": { property: "name", maxLength: 128 },
  "aws:iam/role:Role": { property: "name", maxLength: 64 },
  "aws:iam/rolePolicy:RolePolicy": { property: "name", maxLength: 128, within: ["role"] },
  "aws:lambda/alias:Alias": { property: "name", maxLength: 128, within: ["functionName"] },
  "aws:lambda/function:Function": { property: "name", maxLength: 64 },
  "aws:lambda/permission:Permission": { property: "statementId", maxLength: 100, within: ["function"] },
  "aws:lb/loadBalancer:LoadBalancer": { property: "name", maxLength: 32 },
  "aws:lb/targetGroup:TargetGroup": { property: "name", maxLength: 32 },
  "aws:s3/bucket:Bucket": { property: "bucket", maxLength: 63 },
  "aws:s3/bucketV2:BucketV2": { property: "bucket", maxLength: 63 },
  "aws:sns/topic:Topic": { property: "name", maxLength: 256 },
  "aws:sqs/queue:Queue": { property: "name", maxLength: 80 },
  "gcp:artifactregistry/repository:Repository": { property: "repositoryId", maxLength: 63, within: ["location"] },
  "gcp:cloudrunv2/job:Job": { property: "name", maxLength: 63, within: ["location"] },
  "gcp:cloudrunv2/service:Service": { property: "name", maxLength: 49, within: ["location"] },
  "gcp:container/cluster:Cluster": { property: "name", maxLength: 40, within: ["location"] },
  "gcp:container/nodePool:NodePool": { property: "name", maxLength: 40, within: ["cluster"] },
  "gcp:secretmanager/secret:Secret": { property: "secretId", maxLength: 255 },
  "gcp:serviceaccount/account:Account": { property: "accountId", maxLength: 30 },
  "gcp:storage/bucket:Bucket": { property: "name", maxLength: 63 },
  "kubernetes:core/v1:Service": { property: "metadata.name", maxLength: 63, within: ["metadata.namespace"] },
};

const kubernetesNaming: Naming = { property: "metadata.name", maxLength: 253, within: ["metadata.namespace"] };

/** How `type` is named; `undefined` if that is unknown. */
function namingOf(type: string): Naming | undefined {
  return namings[type] ?? (type.startsWith("kubernetes:") ? kubernetesNaming : undefined);
}

/** Inputs that never make a name unique. */
const taggings = /^(tags|labels|metadata)$/;

/** The name that `resource` is given, with the scope of its uniqueness; `undefined` if the engine makes the name. */
export function givenName(
  resource: DeclaredResource,
): { readonly property: string; readonly name: string; readonly within: string } | undefined {
  const naming = namingOf(resource.type);
  const property = naming?.property ?? "name";
  const name = inputAt(resource, property);
  if (typeof name !== "string") return undefined;
  // Of an unknown type, any other input may be the scope of the name.
  const within =
    naming?.within ?? (naming === undefined ? Object.keys(resource.inputs).filter((key) => !taggings.test(key)) : []);
  return { property, name, within: JSON.stringify(within.map((path) => inputAt(resource, path) ?? null)) };
}

export const namesFit = {
  name: "names-fit",
  title: "every name is as short as its platform demands",
  types: ["aws:", "gcp:", "kubernetes:"],
  check: (resource) => {
    const naming = namingOf(resource.type);
    if (naming === undefined) return [];
    const given = inputAt(resource, naming.property);
    const length = typeof given === "string" ? given.length : resource.name.length + DERIVED_SUFFIX;
    if (length <= naming.maxLength) return [];
    const what =
      typeof given === "string"
        ? `${naming.property} is ${shown(given)}, which has ${length} characters`
        : `its name is derived from the logical one and has ${length} characters`;
    return [
      `${called(resource)}: ${what}, but may have ${naming.maxLength}: ` +
        "shorten what is added to the stack's name, or refuse such a stack name before anything is declared.",
    ];
  },
} as const satisfies Policy;
