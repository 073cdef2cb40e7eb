import { ec2 } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface InterfacesGroupArgs {
  readonly subnetIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A security group without rules, beside those of the user, for the function's network interfaces alone. It lets nothing in or
 * out. Lambda deletes the interfaces some time after the function, with the rights of its role, and keeps them for good where
 * the role goes first (https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html). The provider deletes a security
 * group only when Lambda has let go of its interfaces, which it waits for (terraform-provider-aws,
 * internal/service/ec2/vpc_network_interface.go, deleteLingeringLambdaENI): the function goes first, then this, then the role.
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
