import type { EksSettings } from "../settings.ts";

/** What the Service of a public endpoint says to the controller of load balancers. */
interface BalancedService {
  readonly annotations: Readonly<Record<string, string>>;
  readonly loadBalancerClass?: string;
  readonly loadBalancerSourceRanges?: readonly string[];
}

interface Where {
  readonly isAuto: boolean;
  /** Those that it stands in, if the stack knows them. */
  readonly subnetIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

const PREFIX = "service.beta.kubernetes.io/aws-load-balancer";

/**
 * A Network Load Balancer that faces the internet. The controller of Auto Mode knows its own class
 * (https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html). Without Auto Mode it is the one in the control plane
 * (https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html), or in an existing cluster the AWS Load Balancer
 * Controller, which takes over new Services and makes internal load balancers unless the scheme is named
 * (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/). Subnets are named too: Auto Mode finds
 * them by tags, and the control plane takes one in every zone of the VPC, each with an address
 * (https://github.com/kubernetes/cloud-provider-aws/blob/master/pkg/providers/v1/aws.go, getLoadBalancerSubnets).
 */
export function balancedService({ allowedCidrs }: EksSettings, { isAuto, subnetIds, tags }: Where): BalancedService {
  return {
    annotations: {
      [`${PREFIX}-scheme`]: "internet-facing",
      ...(subnetIds.length > 0 && { [`${PREFIX}-subnets`]: subnetIds.join(",") }),
      // In Auto Mode tags are forbidden: https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html#tag-prop
      ...(isAuto
        ? { [`${PREFIX}-nlb-target-type`]: "ip" }
        : { [`${PREFIX}-type`]: "nlb", [`${PREFIX}-additional-resource-tags`]: listOf(tags) }),
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
