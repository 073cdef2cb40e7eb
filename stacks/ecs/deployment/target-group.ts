import { lb } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { facts } from "../facts.ts";
import { CONTAINER } from "./container.ts";

interface TargetGroupArgs {
  readonly vpcId: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** The tasks that receive requests, by their addresses. */
export function targetGroup(
  name: string,
  { vpcId, tags }: TargetGroupArgs,
  options: pulumi.CustomResourceOptions,
): lb.TargetGroup {
  return new lb.TargetGroup(
    name,
    {
      vpcId,
      targetType: "ip",
      port: CONTAINER.port,
      protocol: "HTTP",
      protocolVersion: "HTTP1",
      deregistrationDelay: facts.timeouts.value.deregistrationSeconds,
      // A batch keeps a task busy for as long as hundreds of single predictions: round robin would queue those behind it.
      loadBalancingAlgorithmType: "least_outstanding_requests",
      healthCheck: {
        path: "/ready",
        protocol: "HTTP",
        port: "traffic-port",
        matcher: "200",
        interval: 5,
        timeout: 4,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags,
    },
    options,
  );
}
