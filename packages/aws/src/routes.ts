import { ec2 } from "@pulumi/aws";

export interface Route {
  readonly tableId: string;
  /** Where what is neither in the VPC nor in another route goes. */
  readonly gateway: "internet" | "other" | "none";
}

/** The default route of a subnet, from its own route table or the VPC's main one; undefined if neither can be read. */
export async function routeOf(subnetId: string, vpcId: string): Promise<Route | undefined> {
  const main = { vpcId, filters: [{ name: "association.main", values: ["true"] }] };
  const table = (await tableOf({ subnetId })) ?? (await tableOf(main));
  if (table === undefined) return undefined;
  const route = table.routes.find(({ cidrBlock }) => cidrBlock === "0.0.0.0/0");
  if (route === undefined) return { tableId: table.routeTableId, gateway: "none" };
  return { tableId: table.routeTableId, gateway: route.gatewayId.startsWith("igw-") ? "internet" : "other" };
}

/** A subnet without a route table of its own has none to be found: it uses the main one. */
async function tableOf(query: ec2.GetRouteTableArgs): Promise<ec2.GetRouteTableResult | undefined> {
  try {
    return await ec2.getRouteTable(query);
  } catch {
    return undefined;
  }
}
