// Where the load balancer of an endpoint gets its addresses.
import { firstOfZones, regionalSubnets, routeOf, type Subnet } from "@modelport/aws";
import { configCommand, DeploymentRefused } from "@modelport/target-kit";

interface Where {
  readonly stack: string;
  readonly region: string;
}

/**
 * One subnet that routes to an internet gateway for each zone of the nodes, preferably one of theirs: in a subnet without such a
 * route nobody reaches the load balancer, it takes one subnet a zone, and it sends nothing to a zone in which it has none.
 * Docs: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html
 * @throws {DeploymentRefused} one sentence, if a zone has none
 */
export async function balancerSubnets(ofNodes: readonly Subnet[], where: Where): Promise<readonly string[]> {
  const vpcId = ofNodes[0]?.vpcId ?? "";
  const candidates = [...ofNodes, ...(await regionalSubnets(vpcId, where.region))];
  const chosen: string[] = [];
  for (const { zone } of firstOfZones(ofNodes)) {
    const id = await firstWithGateway(candidates.filter((subnet) => subnet.zone === zone));
    if (id === undefined) throw new DeploymentRefused(nowhere(zone, vpcId, where));
    chosen.push(id);
  }
  return chosen;
}

async function firstWithGateway(subnets: readonly Subnet[]): Promise<string | undefined> {
  for (const { id, vpcId } of subnets) if ((await routeOf(id, vpcId))?.gateway === "internet") return id;
  return undefined;
}

const nowhere = (zone: string, vpcId: string, { stack }: Where): string =>
  `The load balancer of the endpoint faces the internet, but no subnet of ${vpcId} in ${zone} routes to an internet gateway: ` +
  `create one, choose nodes in other zones with ${configCommand({ key: "subnetIds", value: ["subnet-0123", "subnet-4567"] }, stack)}, ` +
  `or keep the endpoint private with ${configCommand({ key: "public" }, stack)} and ${configCommand({ key: "allowedCidrs" }, stack)}.`;
