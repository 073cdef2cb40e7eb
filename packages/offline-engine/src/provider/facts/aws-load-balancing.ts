// What Elastic Load Balancing and its provider refuse, compare and keep. Files are in
// github.com/hashicorp/terraform-provider-aws, internal/service/elbv2.
import { membersOf, textOf, type Value } from "@modelport/sdk-schema/wire";
import { subnetOf } from "../network.ts";
import type { BehaviorTable, Equivalence, Refusal } from "./behavior.ts";
import { declaredAs, declaredOf, textsIn } from "./declared.ts";
import { sets } from "./equivalences.ts";
import { forwardsTo, LISTENER, LISTENER_RULE, loadBalancerOf, whereForwarded } from "./forwarding.ts";
import type { Making } from "./making.ts";

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const SUBNET = "aws:ec2/subnet:Subnet";

const LONGEST_NAME = 32;

/** The provider refuses a name before it calls AWS. */
const name = (source: string, reserved?: RegExp): Refusal => ({
  on: ["create"],
  says: ({ inputs }) => {
    const given = textOf(inputs["name"]);
    const quoted = JSON.stringify(given);
    if (given.length > LONGEST_NAME) return `"name" cannot be longer than ${LONGEST_NAME} characters: ${quoted}`;
    if (!/^[0-9A-Za-z-]*$/.test(given)) return `only alphanumeric characters and hyphens allowed in "name": ${quoted}`;
    if (given.startsWith("-")) return `"name" cannot begin with a hyphen: ${quoted}`;
    if (given.endsWith("-")) return `"name" cannot end with a hyphen: ${quoted}`;
    return reserved?.test(given) === true ? `"name" cannot begin with "internal-": ${quoted}` : undefined;
  },
  source,
});

/** The zone of a subnet that the stack declares or the account has. */
function zoneOf(making: Making, id: string, account: Parameters<typeof subnetOf>[1]): string {
  const declared = textOf(declaredAs(making, SUBNET, id)?.inputs["availabilityZone"]);
  return declared === "" ? subnetOf(id, account).zone : declared;
}

const twoZones: Refusal = {
  says: (making, { account }) => {
    if ((making.inputs["loadBalancerType"] ?? "application") !== "application") return undefined;
    const zones = textsIn(making.inputs["subnets"]).map((id) => zoneOf(making, id, account));
    if (new Set(zones).size < zones.length)
      return "InvalidConfigurationRequest: A load balancer cannot be attached to multiple subnets in the same Availability Zone";
    return zones.length < 2
      ? "ValidationError: At least two subnets in two different Availability Zones must be specified"
      : undefined;
  },
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
};

const targetGroupInUse: Refusal = {
  on: ["delete"],
  says: (making) => {
    const arn = textOf(making.previous?.["arn"]);
    return whereForwarded(making, arn).length === 0
      ? undefined
      : `ResourceInUse: Target group '${arn}' is currently in use by a listener or a rule`;
  },
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTargetGroup.html",
};

/** Of an ALB: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
const healthCheck: Refusal = {
  says: ({ inputs }) => {
    const { interval = 30, timeout = 5 } = membersOf(inputs["healthCheck"]);
    return Number(timeout) < Number(interval)
      ? undefined
      : `ValidationError: Health check timeout '${textOf(timeout)}' must be smaller than the interval '${textOf(interval)}'`;
  },
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
};

const certificate: Refusal = {
  says: ({ inputs, world }) => {
    const arn = textOf(inputs["certificateArn"]);
    if (arn === "") {
      return inputs["protocol"] === "HTTPS"
        ? "ValidationError: A certificate must be specified for HTTPS listeners"
        : undefined;
    }
    if (inputs["protocol"] !== "HTTPS") return "ValidationError: A certificate cannot be specified for HTTP listeners";
    return arn.split(":")[3] === (textOf(inputs["region"]) || world.region)
      ? undefined
      : `ValidationError: Certificate ARN '${arn}' is not valid`;
  },
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html: same Region",
};

const portTaken: Refusal = {
  says: (making) => {
    const { loadBalancerArn, port } = making.inputs;
    const beside = declaredOf(making, LISTENER).some(
      ({ inputs }) => inputs["loadBalancerArn"] === loadBalancerArn && inputs["port"] === port,
    );
    return beside
      ? `DuplicateListener: A listener already exists on this port for this load balancer '${textOf(loadBalancerArn)}'`
      : undefined;
  },
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html",
};

const priorityTaken: Refusal = {
  says: (making) => {
    const { listenerArn, priority } = making.inputs;
    const beside = declaredOf(making, LISTENER_RULE).some(
      ({ inputs, outputs }) => inputs["listenerArn"] === listenerArn && outputs["priority"] === priority,
    );
    return beside ? `PriorityInUse: Priority '${textOf(priority)}' is currently in use` : undefined;
  },
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html",
};

/** "Load balancers per target group: 1", which no request raises. */
const groupOfAnother: Refusal = {
  says: (making) => {
    const { loadBalancerArn, listenerArn } = making.inputs;
    const own = textOf(loadBalancerArn) || loadBalancerOf({ id: textOf(listenerArn) });
    const taken = forwardsTo(making.inputs).filter((arn) =>
      whereForwarded(making, arn).some((each) => loadBalancerOf(each) !== own),
    );
    return taken.length === 0
      ? undefined
      : `TargetGroupAssociationLimit: The following target groups cannot be associated with more than one load balancer: ${taken.join(", ")}`;
  },
  source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html",
};

/** A forward to one group comes back in both forms; the provider shows the one that was declared. */
const actions: Equivalence = {
  between: (state, given) => withoutOrder(state) === withoutOrder(given),
  source: "elbv2/listener.go: flattenLbListenerActions keeps the form of the configuration; order is Computed",
};

const withoutOrder = (value: Value): string =>
  JSON.stringify(
    Array.isArray(value) ? (value as readonly Value[]).map((item) => ({ ...membersOf(item), order: null })) : value,
  );

const suppressed = "elbv2/load_balancer.go: SuppressMissingOptionalConfigurationBlock";

export const awsLoadBalancing: BehaviorTable = {
  [LOAD_BALANCER]: {
    equivalences: {
      securityGroups: sets("elbv2/load_balancer.go: a set"),
      subnets: sets("elbv2/load_balancer.go: a set"),
    },
    kept: { accessLogs: suppressed, connectionLogs: suppressed },
    refusals: [name("elbv2/validate.go: validName", /^internal-/), twoZones],
  },
  [TARGET_GROUP]: { refusals: [name("elbv2/validate.go: validTargetGroupName"), targetGroupInUse, healthCheck] },
  [LISTENER]: { equivalences: { defaultActions: actions }, refusals: [certificate, portTaken, groupOfAnother] },
  [LISTENER_RULE]: {
    equivalences: { actions, conditions: sets("elbv2/listener_rule.go: condition is a set of sets") },
    refusals: [priorityTaken, groupOfAnother],
  },
};
