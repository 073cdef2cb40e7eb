// The network that an account of AWS has before anything is deployed: its default VPC, and subnets that settings name.
import { digits } from "./facts/making.ts";

export interface Subnet {
  readonly vpcId: string;
  /** The letter of its availability zone. */
  readonly zone: string;
  /** Where its default route leads: to an internet gateway, to a NAT gateway, or nowhere. */
  readonly route: "internet" | "nat" | "none";
  /** Whether it gives instances public addresses. Default: if it leads to an internet gateway. */
  readonly mapsPublicIps?: boolean;
  /** Whether a route table names it; otherwise it has the VPC's main one, and no query by subnet finds that. */
  readonly hasOwnRouteTable: boolean;
}

/** The ids of the zones by their letters, which differ from account to account: https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html */
const ZONE_NUMBERS: Readonly<Record<string, number>> = { a: 4, b: 6, c: 1, e: 3 };

/** `use1-az4` for the zone a of us-east-1. */
export function zoneIdOf(region: string, zone: string): string {
  const [continent = "", direction = "", number = ""] = region.split("-");
  const side = direction.replace(
    /^(north|south)(east|west)$/,
    (_, one: string, other: string) => one[0] + (other[0] ?? ""),
  );
  return `${continent}${side.length > 2 ? side[0] : side}${number}-az${ZONE_NUMBERS[zone] ?? 2}`;
}

/** What of an account describes its network. */
interface Networked {
  readonly defaultVpc: boolean;
  readonly subnets: Readonly<Record<string, Partial<Subnet>>>;
}

const ZONES = ["a", "b", "c"];

/** Ends in 0, so that the ids of its subnets lead back to it. */
export const DEFAULT_VPC = `vpc-${digits("default vpc", "0123456789abcdef", 16)}0`;

/** One in each of three zones: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html */
export const subnetsOf = (vpcId: string): readonly string[] =>
  ZONES.map((zone) => `subnet-${vpcId.replace("vpc-", "").padEnd(16, "0").slice(0, 16)}${zone}`);

/** The default VPC and its subnets, in the order of their zones. */
export const defaultNetwork = { vpc: DEFAULT_VPC, subnets: subnetsOf(DEFAULT_VPC) };

/**
 * Any id is a public subnet, unless the account says otherwise. Its last digit decides the zone: a, b and c are their own, 1 is a, 2
 * is b, and so on. 17 digits are those of its VPC, with the last one replaced; shorter ids belong to the default VPC.
 */
export function subnetOf(id: string, { subnets }: Networked): Subnet {
  const ofVpc = /^subnet-([0-9a-f]{16})[0-9a-f]$/.exec(id)?.[1];
  const zone = ZONES[(Number.parseInt(id.at(-1) ?? "a", 16) + 2) % ZONES.length] ?? "a";
  return {
    vpcId: ofVpc === undefined ? DEFAULT_VPC : `vpc-${ofVpc}0`,
    zone,
    route: "internet",
    hasOwnRouteTable: false,
    ...subnets[id],
  };
}

/** In the provider's words: internal/service/ec2/vpc_data_source.go, and tfresource.SingularDataSourceFindError. */
export function defaultVpcOf({ defaultVpc }: Networked): string {
  if (!defaultVpc) throw new Error("no matching EC2 VPC found");
  return DEFAULT_VPC;
}
