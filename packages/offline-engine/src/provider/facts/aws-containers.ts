// Containers on ECS, their load balancers and their scaling.
import { textOf } from "@modelport/sdk-schema/wire";
import { fill, type Making } from "./making.ts";
import type { FactsTable } from "./type-facts.ts";

/** SetAutonaming of aws_lb and aws_lb_target_group: https://github.com/pulumi/pulumi-aws/blob/master/provider/resources.go */
const LONGEST_LOAD_BALANCER_NAME = 32;

const ecs: FactsTable = {
  "aws:ecs/cluster:Cluster": {
    id: "arn:aws:ecs:{region}:{account}:cluster/{name}",
    outputs: { arn: "{id}" },
    // ClusterContainsServicesException: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
    neededBy: ["aws:ecs/service:Service"],
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    nameInput: "clusterName",
    replaceOn: ["clusterName"],
    id: "{clusterName}",
  },
  "aws:ecs/service:Service": {
    uniqueWithin: ["cluster"],
    replaceOn: ["cluster", "iamRole", "launchType", "schedulingStrategy"],
    id: (making) => fill("arn:aws:ecs:{region}:{account}:service/", making) + `${clusterOf(making)}/${making.name}`,
    outputs: {
      arn: "{id}",
      availabilityZoneRebalancing: "ENABLED",
      launchType: "",
      iamRole: "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
      platformVersion: "LATEST",
      deploymentConfiguration: () => ({ strategy: "ROLLING", bakeTimeInMinutes: "0" }),
    },
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    nameInput: "family",
    uniqueWithin: null,
    replaceOn: "*",
    updateOn: ["tags", "skipDestroy", "trackLatest"],
    // Not the family, which is the real one's id: that is the same for all revisions.
    id: taskDefinitionArn,
    outputs: {
      revision: revisionOf,
      arn: taskDefinitionArn,
      arnWithoutRevision: "arn:aws:ecs:{region}:{account}:task-definition/{name}",
    },
  },
};

const clusterOf = ({ inputs }: Making): string =>
  textOf(inputs["cluster"] ?? "default")
    .split("/")
    .at(-1) ?? "";

function revisionOf(making: Making): number {
  if (making.previous !== undefined) return Number(making.previous["revision"]);
  const family = making.others().filter(({ type, inputs }) => type === making.type && inputs["family"] === making.name);
  return Math.max(0, ...family.map(({ outputs }) => Number(outputs["revision"]))) + 1;
}

function taskDefinitionArn(making: Making): string {
  return fill("arn:aws:ecs:{region}:{account}:task-definition/{name}:", making) + String(revisionOf(making));
}

const LISTENER = "aws:lb/listener:Listener";
const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";

const loadBalancing: FactsTable = {
  "aws:lb/loadBalancer:LoadBalancer": {
    longestName: LONGEST_LOAD_BALANCER_NAME,
    replaceOn: ["internal", "loadBalancerType", "customerOwnedIpv4Pool"],
    id: "arn:aws:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/{hex:16}",
    protection: { input: "enableDeletionProtection", byDefault: false },
    outputs: {
      arn: "{id}",
      arnSuffix: "app/{name}/{hex:16}",
      dnsName: (making) => {
        const scheme = making.inputs["internal"] === true ? "internal-" : "";
        return scheme + fill("{name}-{dec:10}.{region}.elb.amazonaws.com", making);
      },
      ipAddressType: "ipv4",
      zoneId: "Z35SXDOTRQ7X7K",
      vpcId: "vpc-{hex:17}",
    },
  },
  "aws:lb/targetGroup:TargetGroup": {
    longestName: LONGEST_LOAD_BALANCER_NAME,
    replaceOn: ["port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"],
    id: "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex:16}",
    outputs: {
      arn: "{id}",
      arnSuffix: "targetgroup/{name}/{hex:16}",
      loadBalancerArns: () => [],
      ipAddressType: "ipv4",
      loadBalancingAlgorithmType: "round_robin",
      protocolVersion: "HTTP1",
    },
  },
  [LISTENER]: {
    replaceOn: ["loadBalancerArn"],
    id: (making) => {
      const balancer = textOf(making.inputs["loadBalancerArn"]);
      return balancer.replace(":loadbalancer/", ":listener/") + fill("/{hex:16}", making);
    },
    outputs: { arn: "{id}", protocol: "HTTP" },
  },
  [LISTENER_RULE]: {
    replaceOn: ["listenerArn"],
    id: (making) => {
      const listener = textOf(making.inputs["listenerArn"]);
      return listener.replace(":listener/", ":listener-rule/") + fill("/{hex:16}", making);
    },
    outputs: { arn: "{id}", priority: nextPriority },
  },
};

/** One more than the highest, if none is given: elbv2/listener_rule.go, retryListenerRuleCreate. */
function nextPriority({ inputs, others }: Making): number {
  const beside = others().filter(
    (other) => other.type === LISTENER_RULE && other.inputs["listenerArn"] === inputs["listenerArn"],
  );
  return Math.max(0, ...beside.map(({ outputs }) => Number(outputs["priority"]))) + 1;
}

const scaling: FactsTable = {
  "aws:appautoscaling/target:Target": {
    nameInput: "resourceId",
    uniqueWithin: ["serviceNamespace", "scalableDimension"],
    replaceOn: ["resourceId", "scalableDimension", "serviceNamespace"],
    id: "{resourceId}",
    outputs: {
      arn: "arn:aws:application-autoscaling:{region}:{account}:scalable-target/{hex:32}",
      // A role that is given is ignored: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html
      roleArn:
        "arn:aws:iam::{account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
    },
  },
  "aws:appautoscaling/policy:Policy": {
    uniqueWithin: ["resourceId", "scalableDimension"],
    replaceOn: ["resourceId", "scalableDimension", "serviceNamespace"],
    outputs: {
      arn: "arn:aws:autoscaling:{region}:{account}:scalingPolicy:{hex:36}:policyName/{name}",
      alarmArns: () => [],
    },
  },
};

export const awsContainers: FactsTable = { ...ecs, ...loadBalancing, ...scaling };
