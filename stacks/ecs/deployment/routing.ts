import { assumedBy } from "@modelport/aws";
import { iam, lb } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";
import { shiftsRequests } from "./iam-policies.ts";
import { targetGroup } from "./target-group.ts";

type RoutingSettings = Pick<
  EcsSettings,
  "deployment" | "public" | "listenerArn" | "listenerHosts" | "listenerPaths" | "listenerPriority" | "allowedCidrs"
>;

export interface RoutingArgs {
  readonly listenerArn: pulumi.Input<string>;
  readonly settings: RoutingSettings;
  readonly vpcId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The listener's rule and the target groups that it forwards to: two if ECS shifts requests from one set of tasks to the other. */
export class Routing extends pulumi.ComponentResource {
  readonly groups: readonly [lb.TargetGroup, ...lb.TargetGroup[]];
  readonly rule: lb.ListenerRule;
  /** What ECS needs to shift requests; undefined for rolling deployments. */
  readonly shift: { readonly role: iam.Role; readonly right: iam.RolePolicy } | undefined;

  constructor(name: string, args: RoutingArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:Routing", `${name}-routing`, {}, options);
    const { listenerArn, settings, vpcId, tags } = args;
    const child = { parent: this };
    const isShifted = settings.deployment !== "rolling";
    const withBalancer = { ...child, replacementTrigger: balancerOf(settings) };
    const main = targetGroup(`${name}-main`, { vpcId, tags }, withBalancer);
    const next = isShifted ? [targetGroup(`${name}-next`, { vpcId, tags }, withBalancer)] : [];
    this.groups = [main, ...next];
    const targetGroups = this.groups.map(({ arn }, index) => ({ arn, weight: index === 0 ? 100 : 0 }));
    this.rule = new lb.ListenerRule(
      `${name}-rule`,
      {
        listenerArn,
        ...matching(settings),
        actions: [{ type: "forward", ...(isShifted ? { forward: { targetGroups } } : { targetGroupArn: main.arn }) }],
        tags,
      },
      // ECS changes the weights in every deployment.
      { ...child, ...(isShifted && { ignoreChanges: ["actions"] }) },
    );
    if (isShifted) this.shift = this.#letShift(name, args);
    this.registerOutputs({});
  }

  #letShift(name: string, { listenerArn, tags }: RoutingArgs) {
    const assumeRolePolicy = assumedBy("ecs.amazonaws.com");
    const role = new iam.Role(
      `${name}-shift-role`,
      { assumeRolePolicy, forceDetachPolicies: true, tags },
      { parent: this },
    );
    const policy = pulumi
      .all([pulumi.all(this.groups.map(({ arn }) => arn)), listenerArn, this.rule.arn])
      .apply(([targetGroupArns, listener, ruleArn]) =>
        shiftsRequests({ targetGroupArns, listenerArn: listener, ruleArn }),
      );
    const right = new iam.RolePolicy(`${name}-shift-role-requests`, { role: role.name, policy }, { parent: this });
    return { role, right };
  }
}

/**
 * Which load balancer it is. A target group has one at most, and a new load balancer is made before the old one is deleted: the group
 * must be another one too. Docs: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
 */
function balancerOf({ listenerArn, public: isPublic, allowedCidrs }: RoutingSettings): string {
  if (listenerArn !== undefined) return listenerArn;
  return isPublic || allowedCidrs.length > 0 ? "internet-facing" : "internal";
}

/** Every request of the stack's own listener; of a shared one those that the settings name, from the ranges that they admit. */
function matching(settings: RoutingSettings) {
  const { listenerArn, listenerHosts, listenerPaths, listenerPriority, allowedCidrs } = settings;
  if (listenerArn === undefined) return { priority: 1, conditions: [{ pathPattern: { values: ["/*"] } }] };
  return {
    ...(listenerPriority !== undefined && { priority: listenerPriority }),
    conditions: [
      ...(listenerHosts.length > 0 ? [{ hostHeader: { values: listenerHosts } }] : []),
      ...(listenerPaths.length > 0 ? [{ pathPattern: { values: listenerPaths } }] : []),
      ...(allowedCidrs.length > 0 ? [{ sourceIp: { values: allowedCidrs } }] : []),
    ],
  };
}
