import type { Place } from "@modelport/aws";
import { ec2 } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EcsSettings } from "../settings.ts";
import type { Network } from "./network.ts";
import { HTTPS, type SecurityGroups } from "./security-groups.ts";

export interface VpcEndpointsArgs {
  readonly network: Network;
  readonly settings: Pick<EcsSettings, "ecsExec">;
  readonly groups: SecurityGroups;
  readonly place: Place;
  readonly tags: Readonly<Record<string, string>>;
}

/** The services that a task needs: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html */
const NEEDED = ["ecr.api", "ecr.dkr", "logs"] as const;

/** Endpoints in the VPC for all that tasks reach, so that they need no way to the internet. ECR keeps its layers in S3. */
export class VpcEndpoints extends pulumi.ComponentResource {
  readonly endpoints: readonly ec2.VpcEndpoint[];

  constructor(name: string, args: VpcEndpointsArgs, options?: pulumi.ComponentResourceOptions) {
    super("modelport:ecs:VpcEndpoints", `${name}-endpoints`, {}, options);
    const { network, settings, groups, place, tags } = args;
    const { vpcId, taskSubnets, routeTableIds } = network;
    const child = { parent: this };
    const group = groups.group("endpoints", "VPC endpoints of an inference API", vpcId);
    const interfaces = [...NEEDED, ...(settings.ecsExec ? ["ssmmessages"] : [])].map(
      (service) =>
        new ec2.VpcEndpoint(
          `${name}-endpoint-${service.replace(".", "-")}`,
          {
            vpcId,
            serviceName: `${prefixOf(place.region)}.${place.region}.${service}`,
            vpcEndpointType: "Interface",
            subnetIds: [...taskSubnets],
            securityGroupIds: [group.id],
            privateDnsEnabled: true,
            tags,
          },
          child,
        ),
    );
    const serviceName = `com.amazonaws.${place.region}.s3`;
    const gateway = { vpcId, serviceName, vpcEndpointType: "Gateway", routeTableIds: [...routeTableIds], tags };
    const s3 = new ec2.VpcEndpoint(`${name}-endpoint-s3`, gateway, child);
    groups.admit("endpoints-from-tasks", group.id, { port: HTTPS, referencedSecurityGroupId: groups.tasks.id });
    groups.send("tasks-to-endpoints", groups.tasks.id, { port: HTTPS, referencedSecurityGroupId: group.id });
    groups.send("tasks-to-s3", groups.tasks.id, { port: HTTPS, prefixListId: s3.prefixListId });
    this.endpoints = [...interfaces, s3];
    this.registerOutputs({});
  }
}

/** China's interface endpoints have another prefix: https://docs.amazonaws.cn/en_us/vpc/latest/privatelink/aws-services-privatelink-support.html */
const prefixOf = (region: string): string => (region.startsWith("cn-") ? "cn.com.amazonaws" : "com.amazonaws");
