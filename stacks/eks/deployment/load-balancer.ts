import type { EksSettings } from "../settings.ts";

/** What the Service of a public endpoint says to the controller of load balancers. */
interface BalancedService {
  readonly annotations: Readonly<Record<string, string>>;
  readonly loadBalancerClass?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
}

interface Where {
  readonly isAuto: boolean;
  /** Of the cluster, if the stack knows them. */
  readonly subnetIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const PREFIX = "service.beta.kubernetes.io/aws-load-balancer";

/**
 * A Network Load Balancer that faces the internet. The controller of Auto Mode knows its own class and finds subnets by their tags,
 * so they are named (https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html); without Auto Mode it is the one in
 * the control plane (https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html).
 */
export function balancedService({ allowedCidrs }: EksSettings, { isAuto, subnetIds, tags }: Where): BalancedService {
  const named = subnetIds.length > 0 ? { [`${PREFIX}-subnets`]: subnetIds.join(",") } : {};
  return {
    annotations: {
      ...(isAuto
        ? { [`${PREFIX}-scheme`]: "internet-facing", [`${PREFIX}-nlb-target-type`]: "ip", ...named }
        : { [`${PREFIX}-type`]: "nlb" }),
      [`${PREFIX}-additional-resource-tags`]: listOf(tags),
    },
    ...(isAuto && { loadBalancerClass: "eks.amazonaws.com/nlb" }),
    ...(allowedCidrs.length > 0 && { loadBalancerSourceRanges: allowedCidrs }),
  };
}

/** Tags with a comma or an equals sign have no form here. */
const listOf = (tags: Readonly<Record<string, string>>): string =>
  Object.entries(tags)
    .filter(([key, value]) => !/[,=]/.test(key + value))
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
