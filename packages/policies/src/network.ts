// What a stack opens in a network of AWS, and what it pays for there.
import { isMembers, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";

export const portsNarrow = {
  name: "ports-narrow",
  title: "every rule of a security group opens one port of one protocol",
  types: [SECURITY_GROUP, "aws:vpc/securityGroup"],
  check: (resource) =>
    rulesOf(resource)
      .filter(({ rule }) => !isOnePort(rule))
      .map(
        ({ where, rule }) =>
          `${called(resource)}: ${where}opens ${shown(portsOf(rule))}, but must open one port of one protocol: ` +
          "declare a rule for each port that is used.",
      ),
} as const satisfies Policy;

interface Rule {
  /** Where in the resource it is, as the beginning of a clause. */
  readonly where: string;
  readonly rule: Readonly<Record<string, unknown>>;
}

/** The rule that a resource is, or those that are written into a group. */
function rulesOf({ type, inputs }: DeclaredResource): readonly Rule[] {
  if (type !== SECURITY_GROUP) return [{ where: "it ", rule: inputs }];
  return ["ingress", "egress"].flatMap((direction) =>
    listOf(inputs[direction])
      .filter(isMembers)
      .map((rule, index) => ({ where: `${direction}[${index}] `, rule })),
  );
}

const portsOf = ({ ipProtocol, protocol, fromPort, toPort }: Rule["rule"]) => ({
  protocol: ipProtocol ?? protocol,
  fromPort,
  toPort,
});

function isOnePort(rule: Rule["rule"]): boolean {
  const { protocol, fromPort, toPort } = portsOf(rule);
  return /^(tcp|udp)$/.test(String(protocol)) && typeof fromPort === "number" && fromPort === toPort;
}

export const noNat = {
  name: "no-nat",
  title: "no stack declares a NAT gateway, which costs more than most services",
  types: ["aws:ec2/natGateway:NatGateway", "aws:ec2/natInstance"],
  check: (resource) => [
    `${called(resource)}: it costs by the hour and the gigabyte, but must be left out: give tasks public addresses or ` +
      "VPC endpoints, or use subnets that have a NAT gateway already.",
  ],
} as const satisfies Policy;
