// The load balancer in front of the tasks: the stack's own, or one that it shares.
import type * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";
import { LoadBalancer } from "./load-balancer.ts";
import type { Network } from "./network.ts";
import type { SecurityGroups } from "./security-groups.ts";
import type { SharedListener } from "./shared-listener.ts";

export interface Balancer {
  readonly arn: pulumi.Input<string>;
  readonly arnSuffix: pulumi.Input<string>;
  readonly listenerArn: pulumi.Input<string>;
  /** Without a slash at the end. */
  readonly url: pulumi.Input<string>;
}

interface OwnBalancerArgs {
  readonly network: Network;
  readonly groups: SecurityGroups;
  readonly settings: EcsSettings;
  readonly tags: Readonly<Record<string, string>>;
}

export function ownBalancer(name: string, args: OwnBalancerArgs, options: pulumi.ComponentResourceOptions): Balancer {
  const { network, groups, tags } = args;
  const {
    public: isPublic,
    allowedCidrs,
    certificateArn,
    domain,
    accessLogsBucket,
    deletionProtection,
  } = args.settings;
  const settings = { public: isPublic, allowedCidrs, certificateArn, domain, accessLogsBucket, deletionProtection };
  const securityGroupId = groups.balancer?.id ?? "";
  const { balancer, listener, url } = new LoadBalancer(
    name,
    { subnetIds: network.balancerSubnets, securityGroupId, settings, tags },
    options,
  );
  return { arn: balancer.arn, arnSuffix: balancer.arnSuffix, listenerArn: listener.arn, url };
}

/** Its name is what the settings call it, or the first host that the rule matches in full. */
export function sharedBalancer(shared: SharedListener, { domain, listenerHosts }: EcsSettings): Balancer {
  const host = domain ?? listenerHosts.find((name) => !/[*?]/.test(name));
  return {
    arn: shared.loadBalancerArn,
    arnSuffix: shared.arnSuffix,
    listenerArn: shared.arn,
    url: shared.origin(host),
  };
}
