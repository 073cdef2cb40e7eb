import { ec2, vpc } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";
import { CONTAINER } from "./container.ts";
import type { Network } from "./network.ts";

export interface SecurityGroupsArgs {
  readonly network: Network;
  readonly settings: Pick<EcsSettings, "public" | "allowedCidrs" | "certificateArn" | "egress">;
  /** The group of a load balancer that is not the stack's. */
  readonly sharedGroupId?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export const HTTP = 80;
export const HTTPS = 443;

/** The allowed connections: from callers to the load balancer, from there to the tasks, and from the tasks to AWS. Each rule is a resource. */
export class SecurityGroups extends pulumi.ComponentResource {
  /** The group of the stack's own load balancer. */
  readonly balancer: ec2.SecurityGroup | undefined;
  readonly tasks: ec2.SecurityGroup;
  /** The rules without which tasks cannot start or be reached. */
  readonly rules: pulumi.Resource[] = [];
  readonly #name: string;
  readonly #tags: SecurityGroupsArgs["tags"];

  constructor(name: string, args: SecurityGroupsArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:SecurityGroups", `${name}-groups`, args, options);
    this.#name = name;
    this.#tags = args.tags;
    const { network, settings, sharedGroupId } = args;
    this.tasks = this.group("tasks", "Tasks of an inference API", network.vpcId);
    if (sharedGroupId === undefined) this.balancer = this.#openBalancer(network, settings);
    const { port } = CONTAINER;
    const source = this.balancer?.id ?? sharedGroupId ?? "";
    this.admit("tasks-from-balancer", this.tasks.id, { port, referencedSecurityGroupId: source });
    if (this.balancer !== undefined)
      this.send("balancer-to-tasks", this.balancer.id, { port, referencedSecurityGroupId: this.tasks.id });
    // Images, logs and the control plane of ECS Exec. DNS needs no rule: security groups do not filter the VPC's resolver.
    if (settings.egress !== "vpc-endpoints")
      this.send("tasks-to-aws", this.tasks.id, { port: HTTPS, cidrIpv4: "0.0.0.0/0" });
    this.registerOutputs({});
  }

  group(what: string, description: string, vpcId: string): ec2.SecurityGroup {
    const inputs = { vpcId, description, tags: this.#tags };
    return new ec2.SecurityGroup(`${this.#name}-${what}-group`, inputs, { parent: this });
  }

  admit(what: string, securityGroupId: pulumi.Input<string>, peer: Peer): void {
    const inputs = { securityGroupId, ...ruleOf(peer), tags: this.#tags };
    this.rules.push(new vpc.SecurityGroupIngressRule(`${this.#name}-${what}`, inputs, { parent: this }));
  }

  send(what: string, securityGroupId: pulumi.Input<string>, peer: Peer): void {
    const inputs = { securityGroupId, ...ruleOf(peer), tags: this.#tags };
    this.rules.push(new vpc.SecurityGroupEgressRule(`${this.#name}-${what}`, inputs, { parent: this }));
  }

  #openBalancer(network: Network, settings: SecurityGroupsArgs["settings"]): ec2.SecurityGroup {
    const group = this.group("balancer", "Load balancer of an inference API", network.vpcId);
    for (const range of callersOf(network, settings)) {
      for (const port of settings.certificateArn === undefined ? [HTTP] : [HTTP, HTTPS])
        this.admit(`balancer-${port}-from-${range.replaceAll(/[./]/g, "-")}`, group.id, { port, cidrIpv4: range });
    }
    return group;
  }
}

interface Peer {
  readonly port: number;
  readonly cidrIpv4?: string;
  readonly referencedSecurityGroupId?: pulumi.Input<string>;
  readonly prefixListId?: pulumi.Input<string>;
}

const ruleOf = ({ port, ...peer }: Peer) => ({ ipProtocol: "tcp", fromPort: port, toPort: port, ...peer });

/** Everyone, the ranges of the settings, or the VPC. */
function callersOf({ cidrs }: Network, settings: SecurityGroupsArgs["settings"]): readonly string[] {
  if (settings.public) return ["0.0.0.0/0"];
  return settings.allowedCidrs.length > 0 ? settings.allowedCidrs : cidrs;
}
