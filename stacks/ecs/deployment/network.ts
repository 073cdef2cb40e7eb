// Finds the network of the account before anything is made, and what in it would let a deployment fail halfway.
import {
  defaultVpc,
  firstOfZones,
  foreignSubnet,
  regionalSubnets,
  type Route,
  routeOf,
  type Subnet,
  subnetOf,
} from "@modelport/aws";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";
import { ec2 } from "@pulumi/aws";
import type { EcsSettings } from "../settings.ts";

export interface Network {
  readonly vpcId: string;
  /** The VPC's own IPv4 ranges. */
  readonly cidrs: readonly string[];
  readonly taskSubnets: readonly string[];
  /** One per zone. */
  readonly balancerSubnets: readonly string[];
  /** Route tables of the tasks' subnets; empty unless VPC endpoints need them. */
  readonly routeTableIds: readonly string[];
}

interface Where {
  readonly stack: string;
  readonly region: string;
  readonly settings: EcsSettings;
  /** The VPC of a listener that the stack shares: tasks are in it too. */
  readonly sharedVpcId: string | undefined;
}

/** @throws {DeploymentRefused} one sentence, if tasks or the load balancer cannot run in that network */
export async function networkOf(where: Where): Promise<Network> {
  const { vpcId, subnetIds, loadBalancerSubnetIds, listenerArn } = where.settings;
  const given = await Promise.all(subnetIds.map(subnetOf));
  const id = where.sharedVpcId ?? vpcId ?? given[0]?.vpcId ?? (await defaultVpc(where.region, nameAVpc(where)));
  const tasks = given.length > 0 ? given : await onePerZone(id, where);
  const balancer = await Promise.all(loadBalancerSubnetIds.map(subnetOf));
  const balancers = balancer.length > 0 ? balancer : firstOfZones(tasks);
  const { stack } = where;
  const otherwise = (other: string) =>
    `deploy into that VPC with ${configCommand({ key: "vpcId", value: other }, stack)}`;
  refuse(
    foreignSubnet("subnetIds", tasks, id, { stack, otherwise }) ??
      foreignSubnet("loadBalancerSubnetIds", balancers, id, { stack, otherwise }),
  );
  if (listenerArn === undefined) refuse(zonesOfBalancer(balancers, where));
  const routes = await Promise.all(tasks.map((subnet) => routeOf(subnet.id, id)));
  const entries = listenerArn === undefined ? await Promise.all(balancers.map((subnet) => routeOf(subnet.id, id))) : [];
  refuse(noWayOut(tasks, routes, where) ?? noWayIn(balancers, entries, where));
  return {
    vpcId: id,
    cidrs: await cidrsOf(id),
    taskSubnets: tasks.map((subnet) => subnet.id),
    balancerSubnets: balancers.map((subnet) => subnet.id),
    routeTableIds: where.settings.egress === "vpc-endpoints" ? tablesOf(routes, where) : [],
  };
}

function refuse(sentence: string | undefined): void {
  if (sentence !== undefined) throw new DeploymentRefused(sentence);
}

const nameAVpc = ({ stack }: Where) => `name a VPC with ${configCommand({ key: "vpcId", value: "vpc-0123" }, stack)}`;

async function cidrsOf(id: string): Promise<readonly string[]> {
  const { cidrBlock, cidrBlockAssociations } = await ec2.getVpc({ id });
  const associated = (cidrBlockAssociations ?? []).filter(({ state }) => state === "associated");
  return associated.length > 0 ? associated.map((each) => each.cidrBlock) : [cidrBlock];
}

/** In each zone the first subnet of the kind that egress needs. */
async function onePerZone(vpcId: string, { stack, region, settings }: Where): Promise<readonly Subnet[]> {
  const regional = await regionalSubnets(vpcId, region);
  const wanted = settings.egress === "public-ip";
  const found = firstOfZones(regional.toSorted((one, other) => rank(one, wanted) - rank(other, wanted)));
  if (found.length > 0) return found.toSorted((one, other) => one.zone.localeCompare(other.zone));
  throw new DeploymentRefused(
    `The VPC ${vpcId} has no subnet in a zone of ${region}: name another with ${configCommand({ key: "vpcId", value: "vpc-0123" }, stack)}.`,
  );
}

const rank = ({ isPublic }: Subnet, wanted: boolean): number => (isPublic === wanted ? 0 : 1);

/** Docs: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer */
function zonesOfBalancer(subnets: readonly Subnet[], { stack }: Where): string | undefined {
  const zones = firstOfZones(subnets);
  const example = ["subnet-0123", "subnet-4567"];
  const set = configCommand({ key: "loadBalancerSubnetIds", value: example }, stack);
  const ids = subnets.map(({ id, zone }) => `${id} (${zone})`).join(", ");
  if (zones.length < 2)
    return `The load balancer would be in one zone, but needs two; its subnets are ${ids}: name subnets in two zones with ${set}.`;
  if (zones.length < subnets.length)
    return `The load balancer takes one subnet per zone, but modelport:loadBalancerSubnetIds has ${ids}: name one per zone with ${set}.`;
  return undefined;
}

/** What is not known, for want of a permission, counts as reachable. */
const without = (gateway: Route["gateway"], subnets: readonly Subnet[], routes: readonly (Route | undefined)[]) =>
  subnets.find((_, index) => routes[index] !== undefined && routes[index].gateway !== gateway);

function noWayOut(subnets: readonly Subnet[], routes: readonly (Route | undefined)[], where: Where) {
  const { stack, settings } = where;
  if (settings.egress === "subnet-routes") return onlyPublicAddresses(subnets, routes, where);
  if (settings.egress === "vpc-endpoints") return undefined;
  const closed = without("internet", subnets, routes);
  if (closed === undefined) return undefined;
  const use = (value: string) => configCommand({ key: "egress", value }, stack);
  return (
    `modelport:egress is "public-ip", but ${closed.id} has no route to an internet gateway, so that tasks could not pull their image: ` +
    `use the subnet's own routes with ${use("subnet-routes")}, VPC endpoints with ${use("vpc-endpoints")}, or other subnets ` +
    `with ${configCommand({ key: "subnetIds", value: ["subnet-0123", "subnet-4567"] }, stack)}.`
  );
}

/** Docs: https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html */
function onlyPublicAddresses(subnets: readonly Subnet[], routes: readonly (Route | undefined)[], { stack }: Where) {
  const open = subnets.find((_, index) => routes[index]?.gateway === "internet");
  if (open === undefined) return undefined;
  return (
    `modelport:egress is "subnet-routes", but ${open.id} routes to an internet gateway, which serves public addresses only, so that ` +
    `tasks could not pull their image: give them public addresses with ${configCommand({ key: "egress", value: "public-ip" }, stack)}, ` +
    `or name private subnets with ${configCommand({ key: "subnetIds", value: ["subnet-0123", "subnet-4567"] }, stack)}.`
  );
}

function noWayIn(subnets: readonly Subnet[], routes: readonly (Route | undefined)[], { stack, settings }: Where) {
  if (!settings.public && settings.allowedCidrs.length === 0) return undefined;
  const closed = without("internet", subnets, routes);
  if (closed === undefined) return undefined;
  return (
    `The load balancer faces the internet, but its subnet ${closed.id} has no route to an internet gateway: name public subnets ` +
    `in two zones with ${configCommand({ key: "loadBalancerSubnetIds", value: ["subnet-0123", "subnet-4567"] }, stack)}.`
  );
}

function tablesOf(routes: readonly (Route | undefined)[], { stack }: Where): readonly string[] {
  const known = routes.flatMap((route) => route?.tableId ?? []);
  if (known.length === routes.length) return [...new Set(known)].toSorted();
  throw new DeploymentRefused(
    `modelport:egress is "vpc-endpoints", but the route tables of the subnets could not be read, which the endpoint of S3 needs: ` +
      `allow ec2:DescribeRouteTables, or use ${configCommand({ key: "egress", value: "public-ip" }, stack)}.`,
  );
}
