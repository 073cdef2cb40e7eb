// Which listeners and rules forward to a target group, and from which load balancer.
import { membersOf, textOf, type Values } from "@modelport/sdk-schema/wire";
import { declaredOf, objectsIn, type Declared } from "./declared.ts";
import type { Making } from "./making.ts";

export const LISTENER = "aws:lb/listener:Listener";
export const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";

/** The target groups that one action forwards to. */
const targetsOf = (action: Values): readonly string[] =>
  [action["targetGroupArn"], ...objectsIn(membersOf(action["forward"])["targetGroups"]).map(({ arn }) => arn)]
    .map(textOf)
    .filter(Boolean);

const actionsOf = ({ inputs }: Pick<Declared, "inputs">): readonly Values[] => [
  ...objectsIn(inputs["defaultActions"]),
  ...objectsIn(inputs["actions"]),
];

/** The target groups that a listener or a rule with these inputs forwards to. */
export const forwardsTo = (inputs: Values): readonly string[] => actionsOf({ inputs }).flatMap(targetsOf);

/** The listeners and rules that forward to a target group. */
export const whereForwarded = (making: Pick<Making, "others" | "urn">, targetGroupArn: string): readonly Declared[] =>
  [LISTENER, LISTENER_RULE]
    .flatMap((type) => declaredOf(making, type))
    .filter(({ inputs }) => forwardsTo(inputs).includes(targetGroupArn));

/** The ARN of the load balancer that a listener or a rule belongs to. */
export const loadBalancerOf = ({ id }: Pick<Declared, "id">): string =>
  id
    .replace(/:listener(-rule)?\//, ":loadbalancer/")
    .split("/")
    .slice(0, 4)
    .join("/");
