import { partitionOf } from "../facts/policy-json.ts";
import { digits, type World } from "../facts/making.ts";
import { membersOf, textOf, type Values } from "@modelport/sdk-schema/wire";
import type { Answers } from "./answer.ts";

/** A call may name another region than the provider. */
const regionOf = (given: Values, world: World): string => textOf(given["region"]) || world.region;

const hex = (seed: string): string => digits(seed, "0123456789abcdef", 17);

const zonesOf = (region: string): readonly string[] => ["a", "b", "c"].map((letter) => `${region}${letter}`);

const subnetsOf = (vpc: string): readonly string[] => zonesOf("").map((zone) => `subnet-${hex(vpc + zone)}`);

const identity: Answers = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_given, { accountId }) => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/offline`,
    userId: "AIDAOFFLINEOFFLINE00",
  }),
  "aws:index/getRegion:getRegion": (given, world) => {
    const region = regionOf(given, world);
    return { id: region, name: region, region, endpoint: `ec2.${region}.amazonaws.com`, description: region };
  },
  "aws:index/getPartition:getPartition": (given, world) => ({
    id: partitionOf(regionOf(given, world)),
    partition: partitionOf(regionOf(given, world)),
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (given, world) => {
    const names = zonesOf(regionOf(given, world));
    const zoneIds = names.map((_, index) => `use1-az${index + 1}`);
    return { ...given, id: regionOf(given, world), names, zoneIds, groupNames: [regionOf(given, world)] };
  },
};

const network: Answers = {
  "aws:ec2/getVpc:getVpc": (given, world) => {
    const id = textOf(given["id"]) || `vpc-${hex("default vpc")}`;
    return {
      ...given,
      id,
      arn: `arn:aws:ec2:${regionOf(given, world)}:${world.accountId}:vpc/${id}`,
      ownerId: world.accountId,
      cidrBlock: "172.31.0.0/16",
      default: true,
      state: "available",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      mainRouteTableId: `rtb-${hex(id)}`,
      tags: membersOf(given["tags"]),
    };
  },
  "aws:ec2/getSubnets:getSubnets": (given, world) => ({
    ...given,
    id: regionOf(given, world),
    ids: subnetsOf(JSON.stringify(given["filters"] ?? [])),
    tags: membersOf(given["tags"]),
  }),
  "aws:ec2/getSubnet:getSubnet": (given, world) => {
    const id = textOf(given["id"]) || `subnet-${hex("default subnet")}`;
    const zone = textOf(given["availabilityZone"]) || `${regionOf(given, world)}a`;
    return {
      ...given,
      id,
      arn: `arn:aws:ec2:${regionOf(given, world)}:${world.accountId}:subnet/${id}`,
      availabilityZone: zone,
      vpcId: `vpc-${hex("default vpc")}`,
      cidrBlock: "172.31.0.0/20",
      mapPublicIpOnLaunch: true,
      state: "available",
    };
  },
  "aws:ec2/getSecurityGroup:getSecurityGroup": (given, world) => {
    const id = textOf(given["id"]) || `sg-${hex("default group")}`;
    const name = textOf(given["name"]) || "default";
    return {
      ...given,
      id,
      name,
      arn: `arn:aws:ec2:${regionOf(given, world)}:${world.accountId}:security-group/${id}`,
      vpcId: `vpc-${hex("default vpc")}`,
    };
  },
};

const services: Answers = {
  // The only quota that programs read is Lambda's concurrent executions.
  "aws:servicequotas/getServiceQuota:getServiceQuota": (given, _world, { concurrentExecutions: value }) => ({
    ...given,
    id: textOf(given["quotaCode"]),
    value,
  }),
  "aws:eks/getClusterAuth:getClusterAuth": (given) => ({ ...given, id: textOf(given["name"]), token: "offline" }),
};

export const awsAnswers: Answers = { ...identity, ...network, ...services };
