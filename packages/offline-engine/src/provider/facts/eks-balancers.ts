// Whether the controller of EKS Auto Mode makes the load balancer of a Service.
import { membersOf, textOf } from "@modelport/sdk-schema/wire";
import type { Making } from "./making.ts";

const PREFIX = "service.beta.kubernetes.io/aws-load-balancer";

/**
 * Throws what the provider says of a Service that gets no address: await/service.go of pulumi-kubernetes. The managed policies of
 * Auto Mode permit no tags but its own: https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html#tag-prop
 */
export function refuseBalancer({ type, inputs }: Making): void {
  if (!type.endsWith("core/v1:Service")) return;
  const { name, namespace, annotations } = membersOf(inputs["metadata"]);
  const isAuto = membersOf(inputs["spec"])["loadBalancerClass"] === "eks.amazonaws.com/nlb";
  const tags = textOf(membersOf(annotations)[`${PREFIX}-additional-resource-tags`]);
  if (!isAuto || tags === "") return;
  throw new Error(
    `resource ${textOf(namespace)}/${textOf(name)} was successfully created, but the Kubernetes API server reported that it failed to ` +
      "fully initialize or become live: Service was not allocated an IP address; does your cloud provider support this? (AccessDenied: " +
      "the role of the cluster is not authorized to perform elasticloadbalancing:AddTags)",
  );
}
