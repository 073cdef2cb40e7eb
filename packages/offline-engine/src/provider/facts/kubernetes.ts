// Kubernetes: an object has its name in its metadata; the answer is the object with a status.
import { mapValues, membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import { type Cluster, digits, MOMENT, type Making, type World } from "./making.ts";

/** Kinds that belong to the cluster and not to a namespace. */
const CLUSTER_KINDS =
  /^(Namespace|Node|PersistentVolume|StorageClass|IngressClass|PriorityClass|RuntimeClass|CSIDriver|CustomResourceDefinition|APIService|ClusterRole|ClusterRoleBinding|(Validating|Mutating)Webhook\w*|ValidatingAdmissionPolicy\w*)$/;

/** Paths whose change makes a new object: https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go. */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ["data", "binaryData"],
  Secret: ["data", "stringData", "type"],
  Service: ["spec.clusterIP"],
  Deployment: ["spec.selector"],
  DaemonSet: ["spec.selector"],
  StatefulSet: ["spec.selector", "spec.serviceName", "spec.podManagementPolicy", "spec.volumeClaimTemplates"],
  Job: ["spec.selector", "spec.template", "spec.completions", "spec.manualSelector"],
  PersistentVolumeClaim: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"],
  StorageClass: ["parameters", "provisioner"],
  RoleBinding: ["roleRef"],
  ClusterRoleBinding: ["roleRef"],
};

export function kubernetesReplacedBy(type: string): readonly string[] {
  const kind = type.split(":").at(-1) ?? "";
  return ["kind", "metadata.name", "metadata.namespace", ...(REPLACED_BY[kind] ?? [])];
}

/** The metadata with a name, generated if none is given, and a namespace, if the kind has one. */
export function namedMetadata(type: string, metadata: Value | undefined, name: string, namespace: string): Values {
  const given = membersOf(metadata);
  const kind = type.split(":").at(-1) ?? "";
  const isNamed = typeof given["name"] === "string" || typeof given["generateName"] === "string";
  return {
    ...given,
    ...(isNamed ? {} : { name, annotations: { ...membersOf(given["annotations"]), "pulumi.com/autonamed": "true" } }),
    ...(given["namespace"] === undefined && !CLUSTER_KINDS.test(kind) ? { namespace } : {}),
  };
}

export function kubernetesId(inputs: Values): string {
  const { name, namespace } = membersOf(inputs["metadata"]);
  return namespace === undefined ? textOf(name) : `${textOf(namespace)}/${textOf(name)}`;
}

/** The answer of an API server: the object, with what it and the controllers write into it. */
export function kubernetesOutputs(making: Making): Values {
  const { inputs, previous, seed } = making;
  const before = membersOf(previous?.["metadata"]);
  const generation = previous === undefined ? 1 : Number(before["generation"] ?? 1) + 1;
  const metadata: Values = {
    ...membersOf(inputs["metadata"]),
    uid:
      before["uid"] ?? `${digits(seed, "0123456789abcdef", 8)}-0000-4000-8000-${digits(seed, "0123456789abcdef", 12)}`,
    creationTimestamp: before["creationTimestamp"] ?? MOMENT,
    resourceVersion: String(generation),
    generation,
  };
  const status = statusOf(making, generation);
  return {
    ...withoutWriteOnly(inputs),
    metadata,
    ...(making.type.endsWith(":Service") ? { spec: { clusterIP: "10.96.0.10", ...membersOf(inputs["spec"]) } } : {}),
    ...(status === undefined ? {} : { status }),
  };
}

/** An API server stores `stringData` as `data`. */
function withoutWriteOnly(inputs: Values): Values {
  const { stringData, ...others } = inputs;
  if (stringData === undefined) return inputs;
  const encoded = mapValues(membersOf(stringData), (value) => Buffer.from(textOf(value)).toString("base64"));
  return { ...others, data: { ...membersOf(inputs["data"]), ...encoded } };
}

/** What a cloud's load balancer is called by: https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html. */
function addressOf({ cluster, inputs, world, seed }: Making): Values {
  if (cluster?.vendor !== "aws") return { ip: "203.0.113.30" };
  const { name, namespace } = membersOf(inputs["metadata"]);
  const parts = [textOf(namespace).slice(0, 8), textOf(name).slice(0, 8), digits(seed, "0123456789abcdef", 10)];
  return {
    hostname: `k8s-${parts.join("-")}-${digits(seed, "0123456789abcdef", 16)}.elb.${regionOf(cluster, world)}.amazonaws.com`,
  };
}

/** An ARN names the region of what it belongs to. */
const regionOf = ({ outputs }: Cluster, { region }: World) => textOf(outputs["arn"]).split(":")[3] || region;

function statusOf(making: Making, generation: number): Values | undefined {
  const { type, inputs } = making;
  const spec = membersOf(inputs["spec"]);
  const replicas = spec["replicas"] ?? 1;
  switch (type.split(":").at(-1) ?? "") {
    case "Deployment":
    case "StatefulSet":
      return {
        observedGeneration: generation,
        replicas,
        readyReplicas: replicas,
        updatedReplicas: replicas,
        availableReplicas: replicas,
      };
    case "Service":
      return { loadBalancer: spec["type"] === "LoadBalancer" ? { ingress: [addressOf(making)] } : {} };
    case "Ingress":
      return { loadBalancer: { ingress: [{ ip: "203.0.113.31" }] } };
    case "Namespace":
      return { phase: "Active" };
    default:
      return undefined;
  }
}
