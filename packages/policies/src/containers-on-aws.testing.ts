// Cases of the policies for ECS, its load balancers and its network.
import { type Ill, resource, type Well } from "./declared.testing.ts";
import type { DeclaredResource } from "./index.ts";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const SERVICE = "aws:ecs/service:Service";
const RULE = "aws:lb/listenerRule:ListenerRule";
const TARGETS = "aws:lb/targetGroup:TargetGroup";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const LISTENER = "aws:lb/listener:Listener";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const REPOSITORY = "aws:ecr/repository:Repository";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

const container = { user: "1000", readonlyRootFilesystem: true, logConfiguration: { logDriver: "awslogs" } };
const task = (more: object): DeclaredResource =>
  resource(TASK, { cpu: "512", memory: "1024", taskRoleArn: "arn:aws:iam::123456789012:role/app", ...more });
const contained = (more: object) => task({ containerDefinitions: JSON.stringify([{ ...container, ...more }]) });

const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const alarms = { alarms: { enable: true, rollback: true, alarmNames: ["a"] } };
const service = (more: object, options: Partial<DeclaredResource> = {}) =>
  resource(SERVICE, { waitForSteadyState: true, ...more }, options);
const scaled = resource("aws:appautoscaling/target:Target", { scalableDimension: "ecs:service:DesiredCount" });
const shifted = service({ loadBalancers: [{ advancedConfiguration: {} }] });

const targets = (more: object) =>
  resource(TARGETS, {
    targetType: "ip",
    deregistrationDelay: 30,
    healthCheck: { path: "/ready", interval: 5 },
    ...more,
  });
const listener = (more: object) => resource(LISTENER, { loadBalancerArn: "lb", ...more });
const https = listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" });
const forward = { defaultActions: [{ type: "forward" }] };

const rule = (more: object) =>
  resource(INGRESS, { ipProtocol: "tcp", fromPort: 80, toPort: 80, securityGroupId: "sg-1", ...more });
const facing = resource(BALANCER, { internal: false, securityGroups: ["sg-1"], dropInvalidHeaderFields: true });
const rights = (actions: readonly string[], role = "app") =>
  resource(ROLE_POLICY, {
    role,
    policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] }),
  });

export const wellOnAws: Well = [
  ["fargate-sizes", [task({}), task({ cpu: "256", memory: "512" }), task({ cpu: "16384", memory: "122880" })]],
  ["containers-confined", [contained({}), contained({ user: "1000:1000" })]],
  [
    "deployments-roll-back",
    [service(breaker), service({ ...alarms, deploymentConfiguration: { strategy: "BLUE_GREEN" } })],
  ],
  ["left-to-aws", [service({}), resource(RULE, {})]],
  ["left-to-aws", [scaled, service({}, { ignoreChanges: ["desiredCount"] })]],
  ["left-to-aws", [shifted, resource(RULE, {}, { ignoreChanges: ["actions"] })]],
  ["target-groups-fit", [targets({})]],
  ["load-balancers-hardened", [facing, listener({ protocol: "HTTP", ...forward })]],
  ["load-balancers-hardened", [https, listener({ protocol: "HTTP", defaultActions: [{ type: "redirect" }] })]],
  ["ports-narrow", [rule({}), resource(GROUP, { ingress: [{ protocol: "tcp", fromPort: 80, toPort: 80 }] })]],
  ["task-roles-empty", [task({}), rights(["ssmmessages:OpenDataChannel"]), rights(["s3:GetObject"], "execution")]],
  [
    "registries-immutable",
    [resource(REPOSITORY, { imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } })],
  ],
  ["endpoint-closed", [facing, rule({ cidrIpv4: "203.0.113.0/24" })]],
  ["no-plain-secrets", [contained({ secrets: [{ name: "API_KEY", valueFrom: "arn:aws:ssm:x" }] })]],
];

export const illOnAws: Ill = [
  [
    "fargate-sizes",
    [task({ memory: "512" })],
    `${TASK} \`lambda-x\`: memory is "512" with cpu 512, but must be 1024 to 4096 MiB in steps of 1024.`,
  ],
  [
    "fargate-sizes",
    [task({ cpu: "256", memory: "1536" })],
    `${TASK} \`lambda-x\`: memory is "1536" with cpu 256, but must be 512, 1024 or 2048 MiB.`,
  ],
  [
    "fargate-sizes",
    [task({ cpu: "600" })],
    `${TASK} \`lambda-x\`: cpu is "600", but must be one of 256, 512, 1024, 2048, 4096, 8192, 16384.`,
  ],
  [
    "containers-confined",
    [contained({ readonlyRootFilesystem: false })],
    `${TASK} \`lambda-x\`: containerDefinitions[0].readonlyRootFilesystem is false, but must be true.`,
  ],
  [
    "containers-confined",
    [contained({ user: "0:0" })],
    `${TASK} \`lambda-x\`: containerDefinitions[0].user is "0:0", but must be a user other than root.`,
  ],
  [
    "containers-confined",
    [contained({ privileged: true })],
    `${TASK} \`lambda-x\`: containerDefinitions[0].privileged is true, but must be left out.`,
  ],
  [
    "containers-confined",
    [contained({ logConfiguration: undefined })],
    `${TASK} \`lambda-x\`: containerDefinitions[0].logConfiguration is not set, so nothing that the container writes is kept: set it.`,
  ],
  [
    "deployments-roll-back",
    [service({ deploymentCircuitBreaker: { enable: true, rollback: false } })],
    `${SERVICE} \`lambda-x\`: deploymentCircuitBreaker.rollback is false with the strategy "ROLLING", but must be true, or a broken image stays.`,
  ],
  [
    "deployments-roll-back",
    [service({ ...breaker, alarms: { enable: true }, deploymentConfiguration: { strategy: "CANARY" } })],
    `${SERVICE} \`lambda-x\`: alarms.rollback is not set with the strategy "CANARY", but must be true, or a broken image stays.`,
  ],
  [
    "deployments-roll-back",
    [service({ ...breaker, waitForSteadyState: false })],
    `${SERVICE} \`lambda-x\`: waitForSteadyState is false, but must be true, or \`up\` ends before the tasks run.`,
  ],
  [
    "left-to-aws",
    [scaled, service({})],
    `${SERVICE} \`lambda-x\`: the option ignoreChanges lacks desiredCount, but must have it, because scaling decides it.`,
  ],
  [
    "left-to-aws",
    [shifted, resource(RULE, {})],
    `${RULE} \`lambda-x\`: the option ignoreChanges lacks actions, but must have it, because ECS shifts its weights.`,
  ],
  [
    "target-groups-fit",
    [targets({ targetType: "instance" })],
    `${TARGETS} \`lambda-x\`: targetType is "instance", but must be "ip", because Fargate has no instances.`,
  ],
  [
    "target-groups-fit",
    [targets({ deregistrationDelay: undefined })],
    `${TARGETS} \`lambda-x\`: deregistrationDelay is not set, but must be 60 or less, or a deployment waits for minutes (the default is 300).`,
  ],
  [
    "target-groups-fit",
    [targets({ healthCheck: { path: "/health", interval: 5 } })],
    `${TARGETS} \`lambda-x\`: healthCheck.path is "/health", but must be "/ready", which answers 503 until the model is loaded.`,
  ],
  [
    "target-groups-fit",
    [targets({ healthCheck: { path: "/ready", interval: 30 } })],
    `${TARGETS} \`lambda-x\`: healthCheck.interval is 30, but must be 5 to 10 seconds, or a deployment waits for minutes (the default is 30).`,
  ],
  [
    "load-balancers-hardened",
    [resource(BALANCER, {})],
    `${BALANCER} \`lambda-x\`: dropInvalidHeaderFields is not set, but must be true.`,
  ],
  [
    "load-balancers-hardened",
    [resource(BALANCER, { dropInvalidHeaderFields: true, desyncMitigationMode: "monitor" })],
    `${BALANCER} \`lambda-x\`: desyncMitigationMode is "monitor", but must be "defensive" or "strictest".`,
  ],
  [
    "load-balancers-hardened",
    [listener({ protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-2016-08" })],
    `${LISTENER} \`lambda-x\`: sslPolicy is "ELBSecurityPolicy-2016-08", but must begin with ELBSecurityPolicy-TLS13-1-2- or -1-3-.`,
  ],
  [
    "load-balancers-hardened",
    [https, listener({ protocol: "HTTP", ...forward })],
    `${LISTENER} \`lambda-x\`: defaultActions has ["forward"], but must only redirect, because the load balancer has a certificate.`,
  ],
  [
    "ports-narrow",
    [rule({ toPort: 65_535 })],
    `${INGRESS} \`lambda-x\`: it opens {"protocol":"tcp","fromPort":80,"toPort":65535}, but must open one port of one protocol: declare a rule for each port that is used.`,
  ],
  [
    "ports-narrow",
    [resource(GROUP, { egress: [{ protocol: "-1", fromPort: 0, toPort: 0 }] })],
    `${GROUP} \`lambda-x\`: egress[0] opens {"protocol":"-1","fromPort":0,"toPort":0}, but must open one port of one protocol: declare a rule for each port that is used.`,
  ],
  [
    "no-nat",
    [resource("aws:ec2/natGateway:NatGateway", {})],
    "aws:ec2/natGateway:NatGateway `lambda-x`: it costs by the hour and the gigabyte, but must be left out: give tasks public addresses or VPC endpoints, or use subnets that have a NAT gateway already.",
  ],
  [
    "task-roles-empty",
    [task({}), rights(["s3:GetObject"])],
    `${ROLE_POLICY} \`lambda-x\`: it gives the task role ["s3:GetObject"], but the app calls nothing in AWS: leave it out, or give it to the execution role.`,
  ],
  [
    "registries-immutable",
    [resource(REPOSITORY, { imageTagMutability: "MUTABLE", imageScanningConfiguration: { scanOnPush: true } })],
    `${REPOSITORY} \`lambda-x\`: imageTagMutability is "MUTABLE", but must be IMMUTABLE.`,
  ],
  [
    "registries-immutable",
    [resource(REPOSITORY, { imageTagMutability: "IMMUTABLE" })],
    `${REPOSITORY} \`lambda-x\`: imageScanningConfiguration.scanOnPush is not set, but must be true.`,
  ],
  [
    "endpoint-closed",
    [facing],
    `${BALANCER} \`lambda-x\`: internal is false, but must be true, or set modelport:public to true if it is meant to be public.`,
  ],
  [
    "endpoint-closed",
    [facing, rule({ cidrIpv4: "0.0.0.0/0" })],
    `${INGRESS} \`lambda-x\`: cidrIpv4 is "0.0.0.0/0", but must be the addresses that need it, or set modelport:public to true if it is meant to be public.`,
  ],
  [
    "no-plain-secrets",
    [contained({ environment: [{ name: "API_KEY", value: "hunter2" }] })],
    `${TASK} \`lambda-x\`: containerDefinitions[0].environment has API_KEY with a value in plain text, which the console and the state show: let the platform read it from its secret store.`,
  ],
];
