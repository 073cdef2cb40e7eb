// A listener of a load balancer that is not the stack's: what it is, and whether the settings fit it.
import { lb } from "@pulumi/aws";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import type { EcsSettings } from "../settings.ts";

export interface SharedListener {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly arnSuffix: string;
  /** Where its load balancer answers, with the listener's protocol and port. */
  readonly origin: (host?: string) => string;
  /** One of the load balancer's security groups: its requests come from all of them. */
  readonly securityGroupId: string;
  readonly vpcId: string;
}

/** @throws {DeploymentRefused} one sentence, if requests could not reach the tasks through it, or more callers than the settings admit */
export async function sharedListener(stack: string, settings: EcsSettings): Promise<SharedListener | undefined> {
  if (settings.listenerArn === undefined) return undefined;
  const { arn, loadBalancerArn, protocol, port } = await lb.getListener({ arn: settings.listenerArn });
  const balancer = await lb.getLoadBalancer({ arn: loadBalancerArn });
  const sentence = wrongAudience(stack, settings, balancer.internal);
  if (sentence !== undefined) throw new DeploymentRefused(sentence);
  const scheme = protocol.toLowerCase();
  const suffix = port === (scheme === "https" ? 443 : 80) ? "" : `:${port}`;
  const [securityGroupId] = balancer.securityGroups;
  if (securityGroupId === undefined) throw new DeploymentRefused(withoutGroup(settings.listenerArn));
  return {
    arn,
    loadBalancerArn,
    arnSuffix: balancer.arnSuffix,
    origin: (host = balancer.dnsName) => `${scheme}://${host}${suffix}`,
    securityGroupId,
    vpcId: balancer.vpcId,
  };
}

function wrongAudience(stack: string, settings: EcsSettings, isInternal: boolean): string | undefined {
  const { public: isPublic, allowedCidrs, listenerArn } = settings;
  const remove = (key: string) => configCommand({ key }, stack);
  const outside = isPublic ? "public" : "allowedCidrs";
  if (isInternal && (isPublic || allowedCidrs.length > 0)) {
    return (
      `modelport:${outside} opens the endpoint, but the load balancer of ${listenerArn} is internal: remove that setting ` +
      `with ${remove(outside)}, or name a listener of a load balancer that faces the internet.`
    );
  }
  if (isInternal || isPublic || allowedCidrs.length > 0) return undefined;
  return (
    `The load balancer of ${listenerArn} faces the internet, but neither modelport:public nor modelport:allowedCidrs says who may ` +
    `call: set ${configCommand({ key: "allowedCidrs", value: ["203.0.113.0/24"] }, stack)} with your ranges, or ` +
    `${configCommand({ key: "public", value: true }, stack)} for everyone, or name a listener of an internal load balancer.`
  );
}

const withoutGroup = (listenerArn: string): string =>
  `The load balancer of ${listenerArn} has no security group, from which the tasks could take requests: add one to it.`;
