// For tests: a service on Fargate behind a load balancer as a program declares it, every part of which a test can replace.
import { DEFAULT_VPC, subnetsOf } from "../network.ts";
import { standIn, type Made } from "../stand-in.testing.ts";
import type { Value, Values } from "@modelport/sdk-schema/wire";

export const TYPES = {
  logs: "aws:cloudwatch/logGroup:LogGroup",
  repository: "aws:ecr/repository:Repository",
  role: "aws:iam/role:Role",
  policy: "aws:iam/rolePolicy:RolePolicy",
  group: "aws:ec2/securityGroup:SecurityGroup",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  balancer: "aws:lb/loadBalancer:LoadBalancer",
  targets: "aws:lb/targetGroup:TargetGroup",
  listener: "aws:lb/listener:Listener",
  rule: "aws:lb/listenerRule:ListenerRule",
  cluster: "aws:ecs/cluster:Cluster",
  capacity: "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders",
  definition: "aws:ecs/taskDefinition:TaskDefinition",
  service: "aws:ecs/service:Service",
  scaled: "aws:appautoscaling/target:Target",
  scaling: "aws:appautoscaling/policy:Policy",
  endpoint: "aws:ec2/vpcEndpoint:VpcEndpoint",
} as const;

export const [SUBNET_A = "", SUBNET_B = ""] = subnetsOf(DEFAULT_VPC);

const ARN = "arn:aws:logs:us-east-1:123456789012:log-group:/ecs/api";

export const rights = (...Statement: readonly Values[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
export const PULL_AND_LOG: readonly Values[] = [
  { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  {
    Effect: "Allow",
    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Resource: "arn:aws:ecr:us-east-1:123456789012:repository/api",
  },
  { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${ARN}:*` },
];

const IMAGE = "127.0.0.1:5000/123456789012.dkr.ecr.us-east-1/api@sha256:0";

/** Inputs of which some may be left out. */
export type Changes = Readonly<Record<string, Value | undefined>>;

const given = (inputs: Changes): Values =>
  Object.fromEntries(Object.entries(inputs).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** The container, with changes. */
export const container = (more: Changes = {}): Values =>
  given({
    name: "api",
    image: IMAGE,
    essential: true,
    portMappings: [{ containerPort: 8000 }],
    environment: [{ name: "LOG_LEVEL", value: "info" }],
    logConfiguration: {
      logDriver: "awslogs",
      options: { "awslogs-group": "/ecs/api", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "api" },
    },
    ...more,
  });

export const definition = (more: Changes = {}, containers: readonly Values[] = [container()]): Values =>
  given({
    family: "api",
    cpu: "512",
    memory: "1024",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    executionRoleArn: "arn:aws:iam::123456789012:role/execution",
    containerDefinitions: JSON.stringify(containers),
    ...more,
  });

/** Everything but the service, in an account; `without` names parts that are not declared. */
export async function fargateStack(without: readonly string[] = [], account?: Parameters<typeof standIn>[2]) {
  const cloud = standIn("aws", { region: "us-east-1" }, account);
  const made: Record<string, Made> = {};
  const declare = async (name: string, type: string, inputs: Values) => {
    if (!without.includes(name)) made[name] = await cloud.make(type, name, inputs);
  };
  const id = (name: string): string => made[name]?.id ?? "";
  await declare("logs", TYPES.logs, { name: "/ecs/api", retentionInDays: 30 });
  await declare("repository", TYPES.repository, { name: "api" });
  await declare("execution", TYPES.role, { name: "execution", assumeRolePolicy: rights() });
  await declare("rights", TYPES.policy, { name: "rights", role: "execution", policy: rights(...PULL_AND_LOG) });
  await declare("outer", TYPES.group, { name: "outer", vpcId: DEFAULT_VPC });
  await declare("inner", TYPES.group, { name: "inner", vpcId: DEFAULT_VPC });
  const port = { ipProtocol: "tcp", fromPort: 8000, toPort: 8000 };
  await declare("in", TYPES.ingress, { securityGroupId: id("inner"), referencedSecurityGroupId: id("outer"), ...port });
  await declare("through", TYPES.egress, {
    securityGroupId: id("outer"),
    referencedSecurityGroupId: id("inner"),
    ...port,
  });
  await declare("out", TYPES.egress, {
    securityGroupId: id("inner"),
    cidrIpv4: "0.0.0.0/0",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
  });
  await declare("balancer", TYPES.balancer, {
    name: "api",
    internal: true,
    securityGroups: [id("outer")],
    subnets: [SUBNET_A, SUBNET_B],
  });
  await declare("targets", TYPES.targets, {
    name: "api",
    port: 8000,
    protocol: "HTTP",
    targetType: "ip",
    vpcId: DEFAULT_VPC,
  });
  const forward = [{ type: "forward", targetGroupArn: id("targets") }];
  await declare("listener", TYPES.listener, { loadBalancerArn: id("balancer"), port: 80, defaultActions: forward });
  await declare("cluster", TYPES.cluster, { name: "api" });
  await declare("definition", TYPES.definition, definition());
  const service = (more: Changes = {}): Values =>
    given({
      name: "api",
      cluster: id("cluster"),
      taskDefinition: id("definition"),
      launchType: "FARGATE",
      desiredCount: 2,
      waitForSteadyState: true,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      networkConfiguration: { subnets: [SUBNET_A, SUBNET_B], securityGroups: [id("inner")], assignPublicIp: true },
      loadBalancers: [{ targetGroupArn: id("targets"), containerName: "api", containerPort: 8000 }],
      ...more,
    });
  return { ...cloud, made, id, service };
}
