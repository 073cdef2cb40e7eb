// Finds the subnets of the cluster and its nodes before anything is made, and what in them would let a deployment fail halfway.
import {
  defaultVpc,
  firstOfZones,
  foreignSubnet,
  regionalSubnets,
  routeOf,
  type Subnet,
  subnetOf,
} from "@modelport/aws";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import { ec2 } from "@pulumi/aws";
import type { EksSettings } from "../settings.ts";
import { facesInternet, MOST_ZONES } from "../usage.ts";
import { balancerSubnets } from "./balancer-subnets.ts";
import { otherNetwork } from "./one-way.ts";

export interface Network {
  /** Of the control plane and the nodes. */
  readonly subnetIds: readonly string[];
  /** Of the load balancer, one in each of their zones; none if nothing faces the internet. */
  readonly balancerSubnetIds: readonly string[];
}

interface Where {
  readonly stack: string;
  /** Of the cluster. */
  readonly name: string;
  readonly region: string;
  readonly settings: EksSettings;
}

/** Zones in which EKS makes no control plane: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html */
const WITHOUT_EKS: ReadonlySet<string> = new Set(["use1-az3", "usw1-az2", "cac1-az3"]);

/** @throws {DeploymentRefused} one sentence, if the cluster or its nodes cannot run in that network */
export async function networkOf(where: Where): Promise<Network> {
  const given = await Promise.all(where.settings.subnetIds.map(subnetOf));
  const subnets = given.length > 0 ? given : await ofDefaultVpc(where);
  const vpcId = subnets[0]?.vpcId ?? "";
  refuse(foreignSubnet("subnetIds", subnets, vpcId, where) ?? zonesOf(subnets, where));
  refuse((await otherNetwork(subnets, where)) ?? (await withoutNames(vpcId)));
  const routes = await Promise.all(subnets.map((subnet) => routeOf(subnet.id, vpcId)));
  const closed = subnets.find(({ isPublic }, index) => routes[index]?.gateway === "internet" && !isPublic);
  if (closed !== undefined) throw new DeploymentRefused(noWayOut(closed, where));
  const balancerSubnetIds = facesInternet(where.settings) ? await balancerSubnets(subnets, where) : [];
  return { subnetIds: subnets.map(({ id }) => id), balancerSubnetIds };
}

function refuse(sentence: string | undefined): void {
  if (sentence !== undefined) throw new DeploymentRefused(sentence);
}

const nameSubnets = ({ stack }: Pick<Where, "stack">) =>
  `name subnets in two zones with ${configCommand({ key: "subnetIds", value: ["subnet-0123", "subnet-4567"] }, stack)}`;

/** Of each zone that has EKS the first subnet, preferably one that gives public addresses, and as few zones as a cluster is spread over. */
async function ofDefaultVpc(where: Where): Promise<readonly Subnet[]> {
  const all = await regionalSubnets(await defaultVpc(where.region, nameSubnets(where)), where.region);
  const usable = all.filter(({ zoneId }) => !WITHOUT_EKS.has(zoneId));
  const publicFirst = usable.toSorted((one, other) => Number(other.isPublic) - Number(one.isPublic));
  return firstOfZones(publicFirst)
    .toSorted((one, other) => one.zone.localeCompare(other.zone))
    .slice(0, MOST_ZONES);
}

function zonesOf(subnets: readonly Subnet[], where: Where): string | undefined {
  const without = subnets.find(({ zoneId }) => WITHOUT_EKS.has(zoneId));
  if (without !== undefined)
    return `modelport:subnetIds has ${without.id}, which is in ${without.zone} (${without.zoneId}), where EKS makes no cluster: ${nameSubnets(where)}.`;
  if (firstOfZones(subnets).length >= 2) return undefined;
  const ids = subnets.map(({ id, zone }) => `${id} (${zone})`).join(", ") || "none";
  return `A cluster needs subnets in two zones, but its subnets are ${ids}: ${nameSubnets(where)}.`;
}

/**
 * Nodes find the address of the API inside of the VPC by its name; a VPC that is not the default one has no names at first:
 * https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
 */
async function withoutNames(id: string): Promise<string | undefined> {
  const { enableDnsHostnames, enableDnsSupport } = await ec2.getVpc({ id });
  const option = enableDnsSupport ? "enable-dns-hostnames" : "enable-dns-support";
  return enableDnsHostnames && enableDnsSupport
    ? undefined
    : `The VPC ${id} gives no DNS names, without which nodes do not find the cluster's API: ` +
        `let it with \`aws ec2 modify-vpc-attribute --vpc-id ${id} --${option}\`.`;
}

/** EKS refuses such a node group: Ec2SubnetInvalidConfiguration, https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html */
const noWayOut = ({ id }: Subnet, where: Where): string =>
  `The subnet ${id} routes to an internet gateway but gives its instances no public addresses, so that nodes could not join the ` +
  `cluster: let it with \`aws ec2 modify-subnet-attribute --subnet-id ${id} --map-public-ip-on-launch\`, ` +
  `or ${nameSubnets(where)}, behind a NAT gateway or with public addresses.`;
