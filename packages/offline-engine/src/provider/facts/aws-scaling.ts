// What Application Auto Scaling refuses. Files are in github.com/hashicorp/terraform-provider-aws, internal/service/appautoscaling.
import { membersOf, textOf } from "@modelport/sdk-schema/wire";
import type { BehaviorTable, Refusal } from "./behavior.ts";
import { declaredOf } from "./declared.ts";
import { loadBalancerOf, whereForwarded } from "./forwarding.ts";
import type { Making } from "./making.ts";
import { SERVICE } from "./ecs-services.ts";

const TARGET = "aws:appautoscaling/target:Target";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";

const serviceFirst: Refusal = {
  says: (making) => {
    const resource = textOf(making.inputs["resourceId"]);
    if (making.inputs["serviceNamespace"] !== "ecs") return undefined;
    return declaredOf(making, SERVICE).some(({ id }) => id.endsWith(`:${resource}`))
      ? undefined
      : `ValidationException: ECS service doesn't exist: ${resource}`;
  },
  source: "appautoscaling/target.go: registerScalableTarget retries it, then fails",
};

const capacities: Refusal = {
  says: ({ inputs }) =>
    Number(inputs["minCapacity"]) > Number(inputs["maxCapacity"])
      ? "ValidationException: Maximum capacity cannot be less than minimum capacity"
      : undefined,
  source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html",
};

const targetFirst: Refusal = {
  says: (making) => {
    const { resourceId, scalableDimension, serviceNamespace } = making.inputs;
    const registered = declaredOf(making, TARGET).some(
      ({ inputs }) => inputs["resourceId"] === resourceId && inputs["scalableDimension"] === scalableDimension,
    );
    return registered
      ? undefined
      : `ObjectNotFoundException: No scalable target found for service namespace: ${textOf(serviceNamespace)}, ` +
          `resource ID: ${textOf(resourceId)}, scalable dimension: ${textOf(scalableDimension)}`;
  },
  source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html",
};

/** `app/<load balancer>/<id>/targetgroup/<target group>/<id>`, of a target group that this load balancer forwards to. */
const LABEL = /^(app\/[^/]+\/[0-9a-f]+)\/(targetgroup\/[^/]+\/[0-9a-f]+)$/;

function isLabel(making: Making, label: string): boolean {
  const [, balancer = "", group = ""] = LABEL.exec(label) ?? [];
  const found = declaredOf(making, TARGET_GROUP).find(({ outputs }) => outputs["arnSuffix"] === group);
  if (found === undefined) return group !== "";
  return whereForwarded(making, found.id).some((each) => loadBalancerOf(each).endsWith(`:loadbalancer/${balancer}`));
}

const resourceLabel: Refusal = {
  says: (making) => {
    const tracking = membersOf(making.inputs["targetTrackingScalingPolicyConfiguration"]);
    const { predefinedMetricType, resourceLabel: label } = membersOf(tracking["predefinedMetricSpecification"]);
    if (predefinedMetricType !== "ALBRequestCountPerTarget") return undefined;
    if (label === undefined)
      return "ValidationException: Resource label should be specified for predefined metric type ALBRequestCountPerTarget";
    return isLabel(making, textOf(label))
      ? undefined
      : `ValidationException: The resource label ${textOf(label)} is not valid`;
  },
  source: "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html",
};

export const awsScaling: BehaviorTable = {
  [TARGET]: { refusals: [serviceFirst, capacities] },
  "aws:appautoscaling/policy:Policy": { refusals: [targetFirst, resourceLabel] },
};
