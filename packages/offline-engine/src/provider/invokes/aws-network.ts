// The network of the account (network.ts) as the data sources of the AWS provider report it. Files are in
// github.com/hashicorp/terraform-provider-aws, internal/service/ec2.
import { digits } from "../facts/making.ts";
import { DEFAULT_VPC, defaultVpcOf, subnetOf, subnetsOf, type Subnet, zoneIdOf } from "../network.ts";
import { membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { Answers, Asked } from "./answer.ts";
import { regionOf } from "./region.ts";

const hex = (seed: string): string => digits(seed, "0123456789abcdef", 17);

const NO_RESULTS = "query returned no results. Please change your search criteria and try again";

const arnOf = (asked: Asked, kind: string, id: string): string =>
  `arn:aws:ec2:${regionOf(asked)}:${asked.world.accountId}:${kind}/${id}`;

/** The first value of the filter `name`. */
function filterOf({ given }: Asked, name: string): string {
  const filters = (given["filters"] ?? []) as readonly Values[];
  const found = filters.find((filter) => filter["name"] === name);
  return textOf((found?.["values"] as readonly Value[] | undefined)?.[0]);
}

const vpcOf = (asked: Asked): string =>
  textOf(asked.given["vpcId"]) || filterOf(asked, "vpc-id") || defaultVpcOf(asked.account);

function vpc(asked: Asked): Values {
  const id = textOf(asked.given["id"]) || defaultVpcOf(asked.account);
  return {
    ...asked.given,
    id,
    arn: arnOf(asked, "vpc", id),
    ownerId: asked.world.accountId,
    cidrBlock: "172.31.0.0/16",
    default: id === DEFAULT_VPC,
    state: "available",
    enableDnsHostnames: asked.account.dnsHostnames,
    enableDnsSupport: true,
    mainRouteTableId: `rtb-${hex(id)}`,
    tags: membersOf(asked.given["tags"]),
  };
}

/** The only filter that programs use is `is-default`. */
function vpcs(asked: Asked): Values {
  const ids = asked.account.defaultVpc ? [DEFAULT_VPC] : [];
  return { ...asked.given, id: regionOf(asked), ids, tags: membersOf(asked.given["tags"]) };
}

/** Those of the account that are in the VPC, or else one in each zone. */
function subnets(asked: Asked): Values {
  const vpcId = vpcOf(asked);
  const named = Object.keys(asked.account.subnets).filter((id) => subnetOf(id, asked.account).vpcId === vpcId);
  const ids = named.length > 0 ? named : subnetsOf(vpcId);
  return { ...asked.given, id: regionOf(asked), ids, tags: membersOf(asked.given["tags"]) };
}

function subnet(asked: Asked): Values {
  const [first = ""] = subnetsOf(textOf(asked.given["vpcId"]) || DEFAULT_VPC);
  const id = textOf(asked.given["id"]) || first;
  const { vpcId, zone, route, mapsPublicIps = route === "internet" } = subnetOf(id, asked.account);
  return {
    ...asked.given,
    id,
    arn: arnOf(asked, "subnet", id),
    availabilityZone: textOf(asked.given["availabilityZone"]) || `${regionOf(asked)}${zone}`,
    availabilityZoneId: zoneIdOf(regionOf(asked), zone),
    vpcId,
    cidrBlock: "172.31.0.0/20",
    defaultForAz: vpcId === DEFAULT_VPC,
    mapPublicIpOnLaunch: mapsPublicIps,
    state: "available",
  };
}

const route = (way: Partial<Record<"cidrBlock" | "gatewayId" | "natGatewayId", string>>): Values => ({
  cidrBlock: "",
  gatewayId: "",
  natGatewayId: "",
  ...way,
});

function routesOf(kind: Subnet["route"], id: string): readonly Values[] {
  const local = route({ cidrBlock: "172.31.0.0/16", gatewayId: "local" });
  const everywhere = "0.0.0.0/0";
  if (kind === "none") return [local];
  const way = kind === "nat" ? { natGatewayId: `nat-${hex(id)}` } : { gatewayId: `igw-${hex(id)}` };
  return [local, route({ cidrBlock: everywhere, ...way })];
}

/**
 * A subnet that no route table names has the main one of its VPC, which a query by subnet does not find:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html (association.subnet-id), route_table_data_source.go.
 */
function routeTable(asked: Asked): Values {
  const subnetId = textOf(asked.given["subnetId"]) || filterOf(asked, "association.subnet-id");
  const { vpcId, route: kind, hasOwnRouteTable } = subnetOf(subnetId, asked.account);
  if (subnetId !== "" && !hasOwnRouteTable) throw new Error(NO_RESULTS);
  const id = textOf(asked.given["routeTableId"]) || `rtb-${hex(subnetId || vpcOf(asked))}`;
  return {
    ...asked.given,
    id,
    arn: arnOf(asked, "route-table", id),
    routeTableId: id,
    subnetId,
    vpcId: subnetId === "" ? vpcOf(asked) : vpcId,
    ownerId: asked.world.accountId,
    routes: routesOf(subnetId === "" ? "internet" : kind, id),
    associations: [],
    tags: {},
  };
}

function routeTables(asked: Asked): Values {
  const subnetId = filterOf(asked, "association.subnet-id");
  const isImplicit = subnetId !== "" && !subnetOf(subnetId, asked.account).hasOwnRouteTable;
  const ids = isImplicit ? [] : [`rtb-${hex(subnetId || vpcOf(asked))}`];
  return { ...asked.given, id: regionOf(asked), ids, tags: membersOf(asked.given["tags"]) };
}

function securityGroup(asked: Asked): Values {
  const { given } = asked;
  const id = textOf(given["id"]) || `sg-${hex("default group")}`;
  const vpcId = textOf(given["vpcId"]) || DEFAULT_VPC;
  return {
    ...given,
    id,
    name: textOf(given["name"]) || "default",
    arn: arnOf(asked, "security-group", id),
    vpcId,
    tags: {},
  };
}

export const awsNetwork: Answers = {
  "aws:ec2/getVpc:getVpc": vpc,
  "aws:ec2/getVpcs:getVpcs": vpcs,
  "aws:ec2/getSubnets:getSubnets": subnets,
  "aws:ec2/getSubnet:getSubnet": subnet,
  "aws:ec2/getRouteTable:getRouteTable": routeTable,
  "aws:ec2/getRouteTables:getRouteTables": routeTables,
  "aws:ec2/getSecurityGroup:getSecurityGroup": securityGroup,
};
