// The subnets of the account, as targets choose among them.
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import { ec2 } from "@pulumi/aws";

export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  /** Of the same zone in every account, whatever its name there. */
  readonly zoneId: string;
  /** Whether instances in it get a public IPv4 address. */
  readonly isPublic: boolean;
}

export async function subnetOf(id: string): Promise<Subnet> {
  const {
    vpcId,
    availabilityZone: zone,
    availabilityZoneId: zoneId,
    mapPublicIpOnLaunch: isPublic,
  } = await ec2.getSubnet({ id });
  return { id, vpcId, zone, zoneId, isPublic };
}

/**
 * The account's default VPC.
 * @throws {DeploymentRefused} with `remedy`, the command that names other subnets, if there is none
 */
export async function defaultVpc(region: string, remedy: string): Promise<string> {
  const { ids } = await ec2.getVpcs({ filters: [{ name: "is-default", values: ["true"] }] });
  if (ids[0] !== undefined) return ids[0];
  throw new DeploymentRefused(
    `This account has no default VPC in ${region}: ${remedy}, ` +
      `or create the default one again with \`aws ec2 create-default-vpc --region ${region}\`.`,
  );
}

/** Those of a VPC, without local zones and outposts (`us-east-1-bos-1a`), in the order of their ids. */
export async function regionalSubnets(vpcId: string, region: string): Promise<readonly Subnet[]> {
  const { ids } = await ec2.getSubnets({ filters: [{ name: "vpc-id", values: [vpcId] }] });
  const all = await Promise.all(ids.toSorted().map(subnetOf));
  return all.filter(({ zone }) => new RegExp(`^${region}[a-z]$`).test(zone));
}

/** The first subnet of each zone, in the given order. */
export function firstOfZones(subnets: readonly Subnet[]): readonly Subnet[] {
  return subnets.filter(({ zone }, index) => subnets.findIndex((each) => each.zone === zone) === index);
}

/** The sentence that refuses subnets of several VPCs; undefined if all are in `vpcId`. */
export function foreignSubnet(
  key: string,
  subnets: readonly Subnet[],
  vpcId: string,
  { stack, otherwise }: { readonly stack: string; readonly otherwise?: (vpcId: string) => string },
): string | undefined {
  const foreign = subnets.find((subnet) => subnet.vpcId !== vpcId);
  if (foreign === undefined) return undefined;
  const rest = subnets.flatMap((subnet) => (subnet.vpcId === vpcId ? [subnet.id] : []));
  const remedy = configCommand(rest.length === 0 ? { key } : { key, value: rest }, stack);
  const orElse = otherwise === undefined ? "" : `, or ${otherwise(foreign.vpcId)}`;
  return (
    `modelport:${key} has ${foreign.id}, which is in ${foreign.vpcId}, but everything is deployed into ${vpcId}: ` +
    `remove it with ${remedy}${orElse}.`
  );
}
