// What AWS bills of each resource of a stack.
import { awsBilling } from "@modelport/aws/billing";
import { HOURS_PER_MONTH } from "@modelport/target-kit";
import {
  type BilledLine,
  type BilledResource,
  type Billing,
  byTraffic,
  inputOf,
  numberOf,
  theOne,
  withoutLine,
} from "@modelport/target-kit/billing";
import { INSIGHTS_METRICS } from "./usage.ts";

const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

interface Strategy {
  readonly capacityProvider: string;
}

interface ClusterSetting {
  readonly value: string;
}

/** The tasks that always run; more of them come with traffic. */
function taskLines(service: BilledResource, stack: readonly BilledResource[]): readonly BilledLine[] {
  const task = theOne(stack, TASK);
  const hours = numberOf(service, "desiredCount") * HOURS_PER_MONTH;
  const strategies = inputOf(service, "capacityProviderStrategies") as readonly Strategy[];
  const isSpot = strategies.some(({ capacityProvider }) => capacityProvider === "FARGATE_SPOT");
  const more = isSpot ? "on Spot" : "beyond the minimum";
  return [
    { line: "CPU of tasks", quantity: (hours * numberOf(task, "cpu")) / 1024 },
    { line: "Memory of tasks", quantity: (hours * numberOf(task, "memory")) / 1024 },
    ...byTraffic(
      ...["CPU of tasks", "Memory of tasks"].map((line) => (isSpot ? `${line} ${more}` : `${line}, ${more}`)),
    ),
    ...(inputOf(service, "networkConfiguration.assignPublicIp") === true
      ? [{ line: "Public IPv4 addresses", quantity: hours }, ...byTraffic("Public IPv4 addresses, beyond the minimum")]
      : []),
  ];
}

/** An address in each zone: how many a default VPC has, the estimate takes from the region, and not from the account. */
function balancerLines(balancer: BilledResource): readonly BilledLine[] {
  return [
    { line: "Load balancer", quantity: HOURS_PER_MONTH },
    ...(inputOf(balancer, "internal") === false ? byTraffic("Public IPv4 addresses", "Responses to the internet") : []),
  ];
}

function insightsLines(cluster: BilledResource, stack: readonly BilledResource[]): readonly BilledLine[] {
  const [{ value }] = inputOf(cluster, "settings") as readonly [ClusterSetting];
  const { ofCluster, ofTask } = INSIGHTS_METRICS;
  if (value === "disabled") return [];
  if (value === "enabled") return [{ line: "Container Insights", quantity: ofCluster }];
  const tasks = numberOf(theOne(stack, SERVICE), "desiredCount");
  const line = "Container Insights, enhanced";
  return [{ line, quantity: ofCluster + ofTask * tasks }, ...byTraffic(`${line}, beyond the minimum`)];
}

export const billing: Billing = {
  ...awsBilling,
  [SERVICE]: taskLines,
  "aws:ecs/cluster:Cluster": insightsLines,
  "aws:lb/loadBalancer:LoadBalancer": balancerLines,
  // Also behind a shared listener, whose owner pays for the hours.
  "aws:lb/listenerRule:ListenerRule": (_rule, stack) => [
    ...byTraffic("Capacity units of the load balancer"),
    ...(isOpen(stack) ? byTraffic("Responses to the internet") : []),
  ],
  "aws:ec2/vpcEndpoint:VpcEndpoint": (endpoint) =>
    inputOf(endpoint, "vpcEndpointType") === "Interface"
      ? byTraffic("VPC endpoints", "Data through VPC endpoints")
      : [],
  ...withoutLine("A task definition is a record; its tasks are billed.", "https://aws.amazon.com/ecs/pricing", [
    TASK,
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
  ]),
  ...withoutLine("Part of the load balancer.", "https://aws.amazon.com/elasticloadbalancing/pricing", [
    "aws:lb/listener:Listener",
    "aws:lb/targetGroup:TargetGroup",
  ]),
};

interface RuleCondition {
  readonly sourceIp?: unknown;
}

/** Whether the rules of a shared listener admit address ranges, which are on the internet. */
function isOpen(stack: readonly BilledResource[]): boolean {
  return stack
    .filter(({ type }) => type === "aws:lb/listenerRule:ListenerRule")
    .some((rule) =>
      (inputOf(rule, "conditions") as readonly RuleCondition[]).some(({ sourceIp }) => sourceIp !== undefined),
    );
}
