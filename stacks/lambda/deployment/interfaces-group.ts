import { ec2 } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface InterfacesGroupArgs {
  readonly subnetIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A security group for the function's network interfaces alone, in addition to those of the settings. It has no rules, so it
 * allows no traffic. It makes a destroy wait: Lambda deletes the interfaces some time after the function, with the permissions
 * of its role, and keeps them for good if the role goes first (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html).
 * The provider deletes a security group only once Lambda has released its interfaces (terraform-provider-aws,
 * internal/service/ec2/vpc_network_interface.go, deleteLingeringLambdaENI). So the function goes first, then this, then the role.
 */
export function interfacesGroup(
  name: string,
  { subnetIds, tags }: InterfacesGroupArgs,
  options: pulumi.CustomResourceOptions,
): ec2.SecurityGroup {
  const [id = ""] = subnetIds;
  const { vpcId } = ec2.getSubnetOutput({ id }, { ...(options.parent && { parent: options.parent }) });
  const description = "Marks the network interfaces of a Lambda function; without rules";
  return new ec2.SecurityGroup(name, { vpcId, description, tags }, options);
}
