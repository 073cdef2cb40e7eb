// What EC2 and its provider refuse, compare and keep. Files are in github.com/hashicorp/terraform-provider-aws, internal/service/ec2.
import { textOf, type Values } from "@modelport/sdk-schema/wire";
import { defaultVpcOf } from "../network.ts";
import type { BehaviorTable, Refusal } from "./behavior.ts";
import { declaredOf } from "./declared.ts";
import { sets } from "./equivalences.ts";

const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
export const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const groupName: Refusal = {
  on: ["create"],
  says: ({ inputs }) => {
    const name = textOf(inputs["name"]);
    if (name.startsWith("sg-")) return `invalid value for name (cannot begin with sg-): ${name}`;
    const description = textOf(inputs["description"]);
    return /^[0-9A-Za-z_ .:/()#,@[\]+=&;{}!$*-]{0,255}$/.test(description)
      ? undefined
      : `invalid value for description (must be at most 255 of a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*): ${description}`;
  },
  source:
    "ec2/vpc_security_group.go; https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html",
};

const inDefaultVpc: Refusal = {
  on: ["create"],
  says: ({ inputs }, { account }) => {
    if (inputs["vpcId"] !== undefined) return undefined;
    try {
      defaultVpcOf(account);
      return undefined;
    } catch {
      return "VPCIdNotSpecified: No default VPC for this user";
    }
  },
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: VPCIdNotSpecified",
};

/** Rules of the group itself go with it; those of other groups that name it hold it. */
const groupNamed: Refusal = {
  on: ["delete"],
  says: (making) => {
    const id = textOf(making.previous?.["arn"]).split("/").at(-1) ?? "";
    const holds = (type: string) =>
      declaredOf(making, type).some(
        ({ inputs }) => inputs["referencedSecurityGroupId"] === id && inputs["securityGroupId"] !== id,
      );
    return [INGRESS_RULE, EGRESS_RULE].some(holds)
      ? `DependencyViolation: resource ${id} has a dependent object`
      : undefined;
  },
  source:
    "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html; the provider retries for 15 minutes",
};

const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

const onePeer: Refusal = {
  says: ({ inputs }) => {
    const peers = PEERS.filter((peer) => inputs[peer] !== undefined);
    if (peers.length !== 1)
      return `Invalid Attribute Combination: 1 (and only 1) of ${PEERS.join(", ")} is required, but ${peers.length} are set`;
    const cidr = textOf(inputs["cidrIpv4"]);
    return cidr !== "" && !/^\d+(\.\d+){3}\/\d+$/.test(cidr) ? `"${cidr}" is not a valid IPv4 CIDR block` : undefined;
  },
  source: "ec2/vpc_security_group_ingress_rule.go: resourcevalidator.ExactlyOneOf",
};

const allowed = (inputs: Values): string =>
  JSON.stringify(["securityGroupId", "ipProtocol", "fromPort", "toPort", ...PEERS].map((name) => inputs[name] ?? null));

const duplicate: Refusal = {
  says: (making) =>
    declaredOf(making, making.type).some(({ inputs }) => allowed(inputs) === allowed(making.inputs))
      ? "InvalidPermission.Duplicate: the specified rule already exists"
      : undefined,
  source: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: InvalidPermission.Duplicate",
};

const privateNames: Refusal = {
  says: (making) => {
    const { vpcId, serviceName, privateDnsEnabled } = making.inputs;
    const beside = declaredOf(making, ENDPOINT).some(
      ({ inputs }) =>
        inputs["vpcId"] === vpcId && inputs["serviceName"] === serviceName && inputs["privateDnsEnabled"] === true,
    );
    return privateDnsEnabled === true && beside
      ? `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${textOf(serviceName)} in the VPC`
      : undefined;
  },
  source: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
};

export const awsNetworkBehavior: BehaviorTable = {
  [SECURITY_GROUP]: {
    refusals: [groupName, inDefaultVpc, groupNamed],
  },
  [INGRESS_RULE]: { refusals: [onePeer, duplicate] },
  [EGRESS_RULE]: { refusals: [onePeer, duplicate] },
  [ENDPOINT]: {
    equivalences: Object.fromEntries(
      ["subnetIds", "securityGroupIds", "routeTableIds"].map((input) => [input, sets("ec2/vpc_endpoint.go: a set")]),
    ),
    refusals: [privateNames],
  },
};
