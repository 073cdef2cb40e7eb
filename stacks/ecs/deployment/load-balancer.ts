import { lb } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { facts } from "../facts.ts";
import type { EcsSettings } from "../settings.ts";
import { HTTP, HTTPS } from "./security-groups.ts";

export interface LoadBalancerArgs {
  readonly subnetIds: readonly string[];
  readonly securityGroupId: pulumi.Input<string>;
  readonly settings: Pick<
    EcsSettings,
    "public" | "allowedCidrs" | "certificateArn" | "domain" | "accessLogsBucket" | "deletionProtection"
  >;
  readonly tags: Readonly<Record<string, string>>;
}

/** What AWS recommends: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** A load balancer of the stack's own, whose listener answers 404 to what no rule forwards. */
export class LoadBalancer extends pulumi.ComponentResource {
  readonly balancer: lb.LoadBalancer;
  readonly listener: lb.Listener;
  /** Without a slash at the end. */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancerArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:LoadBalancer", `${name}-load-balancer`, args, options);
    const { settings, tags } = args;
    this.balancer = new lb.LoadBalancer(
      `${name}-lb`,
      {
        loadBalancerType: "application",
        internal: !settings.public && settings.allowedCidrs.length === 0,
        ipAddressType: "ipv4",
        subnets: [...args.subnetIds],
        securityGroups: [args.securityGroupId],
        idleTimeout: facts.timeouts.value.frontIdleSeconds,
        enableHttp2: true,
        // AWS Security Hub ELB.4 and ELB.12: https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        xffHeaderProcessingMode: "append",
        enableDeletionProtection: settings.deletionProtection,
        // Always declared: the provider keeps the logs if the block is left out.
        accessLogs: { bucket: settings.accessLogsBucket ?? "", enabled: settings.accessLogsBucket !== undefined },
        tags,
      },
      { parent: this },
    );
    this.listener = this.#listen(name, args);
    const scheme = settings.certificateArn === undefined ? "http" : "https";
    this.url = pulumi.interpolate`${scheme}://${settings.domain ?? this.balancer.dnsName}`;
    this.registerOutputs({ url: this.url });
  }

  #listen(name: string, { settings: { certificateArn }, tags }: LoadBalancerArgs): lb.Listener {
    const child = { parent: this };
    const common = { loadBalancerArn: this.balancer.arn, tags };
    const fixedResponse = { statusCode: "404", contentType: "text/plain", messageBody: "Not found" };
    const answer = { defaultActions: [{ type: "fixed-response", fixedResponse }] };
    if (certificateArn === undefined)
      return new lb.Listener(`${name}-http`, { ...common, port: HTTP, protocol: "HTTP", ...answer }, child);
    const redirect = { protocol: "HTTPS", port: String(HTTPS), statusCode: "HTTP_301" };
    const redirects = { defaultActions: [{ type: "redirect", redirect }] };
    new lb.Listener(`${name}-http`, { ...common, port: HTTP, protocol: "HTTP", ...redirects }, child);
    const tls = { port: HTTPS, protocol: "HTTPS", sslPolicy: TLS_POLICY, certificateArn };
    return new lb.Listener(`${name}-https`, { ...common, ...tls, ...answer }, child);
  }
}
