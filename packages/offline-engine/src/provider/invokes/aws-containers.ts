// Containers and load balancers: those that the stand-in cloud has, and shared ones that a setting names by ARN.
import { findObject } from "../cloud.ts";
import { digits } from "../facts/making.ts";
import { DEFAULT_VPC, subnetsOf } from "../network.ts";
import { mapValues, plain, textOf, type Values } from "@modelport/sdk-schema/wire";
import type { Answers, Asked } from "./answer.ts";
import { regionOf } from "./region.ts";

const LISTENER = "aws:lb/listener:Listener";
const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

function declared({ cloud }: Asked, type: string, id: string): Values | undefined {
  const found = findObject(cloud, type, id);
  return found && mapValues(found.outputs, plain);
}

/** A listener that the stack does not declare serves HTTPS on port 443. */
function listener(asked: Asked): Values {
  const arn = textOf(asked.given["arn"]);
  const own = declared(asked, LISTENER, arn);
  if (own !== undefined) return { ...asked.given, ...own, arn, id: arn };
  const loadBalancerArn = arn.replace(":listener/", ":loadbalancer/").replace(/\/[^/]+$/, "");
  const certificateArn = `arn:aws:acm:${regionOf(asked)}:${asked.world.accountId}:certificate/shared`;
  const serving = { port: 443, protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" };
  return { ...asked.given, id: arn, arn, loadBalancerArn, certificateArn, ...serving, defaultActions: [], tags: {} };
}

/** A load balancer that the stack does not declare is internal if its name says so. */
function loadBalancer(asked: Asked): Values {
  const arn = textOf(asked.given["arn"]);
  const own = declared(asked, LOAD_BALANCER, arn);
  if (own !== undefined) return { ...asked.given, ...own, arn, id: arn };
  const name = arn.split("/").at(-2) ?? "";
  const internal = name.includes("internal");
  return {
    ...asked.given,
    id: arn,
    arn,
    name,
    arnSuffix: arn.split(":loadbalancer/")[1] ?? "",
    internal,
    loadBalancerType: "application",
    dnsName: `${internal ? "internal-" : ""}${name}-1234567890.${regionOf(asked)}.elb.amazonaws.com`,
    vpcId: DEFAULT_VPC,
    subnets: subnetsOf(DEFAULT_VPC),
    securityGroups: [`sg-${digits(arn, "0123456789abcdef", 17)}`],
    idleTimeout: 60,
    zoneId: "Z35SXDOTRQ7X7K",
    tags: {},
  };
}

/** What the cloud runs, which is not what was declared after ECS has rolled a deployment back. */
function service(asked: Asked): Values {
  const { given, world } = asked;
  const cluster = textOf(given["clusterArn"]).split("/").at(-1) ?? "";
  const arn = `arn:aws:ecs:${regionOf(asked)}:${world.accountId}:service/${cluster}/${textOf(given["serviceName"])}`;
  const own = declared(asked, SERVICE, arn);
  if (own === undefined)
    throw new Error(`reading ECS Service (${textOf(given["serviceName"])}): couldn't find resource`);
  const running = Number(own["desiredCount"] ?? 0);
  const deployment = { status: "PRIMARY", taskDefinition: own["taskDefinition"] ?? "", desiredCount: running };
  return {
    ...own,
    ...given,
    id: arn,
    arn,
    status: "ACTIVE",
    runningCount: running,
    pendingCount: 0,
    deployments: [{ ...deployment, runningCount: running, pendingCount: 0, rolloutState: "COMPLETED" }],
  };
}

/** By ARN, or by family: the newest revision of it. */
function taskDefinition(asked: Asked): Values {
  const named = textOf(asked.given["taskDefinition"]);
  const found = asked.cloud
    .all()
    .filter(
      ({ type, id, inputs }) => type === TASK_DEFINITION && (id === named || plain(inputs["family"] ?? "") === named),
    )
    .map(({ outputs }) => mapValues(outputs, plain))
    .toSorted((one, other) => Number(one["revision"]) - Number(other["revision"]))
    .at(-1);
  if (found === undefined) throw new Error("ClientException: Unable to describe task definition.");
  return { ...found, ...asked.given, id: textOf(found["arn"]), status: "ACTIVE" };
}

export const awsContainers: Answers = {
  "aws:lb/getListener:getListener": listener,
  "aws:lb/getLoadBalancer:getLoadBalancer": loadBalancer,
  "aws:ecs/getService:getService": service,
  "aws:ecs/getTaskDefinition:getTaskDefinition": taskDefinition,
};
