// Whether tasks reach the registry and the logs, and the load balancer reaches the tasks.
import { membersOf, textOf, type Values } from "@modelport/sdk-schema/wire";
import type { Account } from "../account.ts";
import { subnetOf } from "../network.ts";
import { EGRESS_RULE, INGRESS_RULE } from "./aws-network-behavior.ts";
import { declaredAs, declaredOf, objectsIn, textsIn } from "./declared.ts";
import { loadBalancerOf, whereForwarded } from "./forwarding.ts";
import type { Making } from "./making.ts";

const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

const HTTPS = 443;

/** Images and logs are outside of the VPC: tasks reach them over a public address, a NAT gateway, or these endpoints. */
const ENDPOINTS = ["ecr.api", "ecr.dkr", "logs", "s3"];

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html */
export function noWayOut(making: Making, account: Account): string | undefined {
  const { subnets, assignPublicIp, securityGroups } = membersOf(making.inputs["networkConfiguration"]);
  const routes = textsIn(subnets).map((id) => subnetOf(id, account));
  const isRouted = routes.every(({ route }) => route === "nat" || (route === "internet" && assignPublicIp === true));
  const services = declaredOf(making, ENDPOINT).map(({ inputs }) => textOf(inputs["serviceName"]));
  const isEndpointed = ENDPOINTS.every((end) => services.some((service) => service.endsWith(`.${end}`)));
  const isOpen = isAllowed(making, EGRESS_RULE, textsIn(securityGroups), HTTPS);
  return (isRouted || isEndpointed) && isOpen
    ? undefined
    : "ResourceInitializationError: unable to pull secrets or registry auth: There is a connection issue between the task and Amazon ECR";
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshoot-service-load-balancers.html */
export function noWayIn(making: Making): string | undefined {
  const own = textsIn(membersOf(making.inputs["networkConfiguration"])["securityGroups"]);
  for (const { targetGroupArn, containerPort } of objectsIn(making.inputs["loadBalancers"])) {
    const [forwarded] = whereForwarded(making, textOf(targetGroupArn));
    if (forwarded === undefined) continue;
    const balancer = declaredAs(making, LOAD_BALANCER, loadBalancerOf(forwarded));
    const theirs = textsIn(balancer?.inputs["securityGroups"]);
    const peers = balancer === undefined ? undefined : theirs;
    const port = Number(containerPort);
    const isOpen =
      isAllowed(making, INGRESS_RULE, own, port, peers) && isAllowed(making, EGRESS_RULE, theirs, port, own);
    if (!isOpen) return "Task failed ELB health checks: Request timed out";
  }
  return undefined;
}

/**
 * Whether one of the groups has a rule for a TCP port, from or to one of `peers` or an address range. Groups that the stack does not
 * declare are taken to have one. The provider removes the rule that lets a new group reach everything: ec2/vpc_security_group.go.
 */
function isAllowed(
  making: Making,
  type: string,
  groups: readonly string[],
  port: number,
  peers?: readonly string[],
): boolean {
  const declared = groups.flatMap((id) => declaredAs(making, SECURITY_GROUP, id) ?? []);
  if (declared.length < groups.length || declared.length === 0) return true;
  const inline = type === EGRESS_RULE ? "egress" : "ingress";
  const separate = declaredOf(making, type).filter(({ inputs }) => groups.includes(textOf(inputs["securityGroupId"])));
  return (
    declared.some(({ inputs }) => objectsIn(inputs[inline]).length > 0) ||
    separate.some(({ inputs }) => covers(inputs, port, peers))
  );
}

function covers(rule: Values, port: number, peers: readonly string[] | undefined): boolean {
  const { ipProtocol, fromPort, toPort, referencedSecurityGroupId: peer } = rule;
  const isPort = ipProtocol === "-1" || (Number(fromPort) <= port && port <= Number(toPort));
  return isPort && (peers === undefined || peer === undefined || peers.includes(textOf(peer)));
}
