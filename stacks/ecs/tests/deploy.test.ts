// What the checks of every target cannot know: which input a setting becomes, and what the policies of this target say.
import { memoryForWorkers } from "@modelport/contracts";
import { FARGATE_SIZES, workersFor, type RawSettings } from "@modelport/target-kit";
import { declare as declareTarget, describeInputs, type Surroundings } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import { LISTENER, suite } from "./suite.testing.ts";
import { ecs } from "../target.ts";

const declare = (settings: RawSettings, surroundings?: Surroundings) =>
  declareTarget(ecs, suite, settings, surroundings);

const containing = (text: string): unknown => expect.stringContaining(text);
const containerOf = async (settings: RawSettings) => {
  const { containerDefinitions } = (await declare(settings)).inputsOf("task");
  const [container] = JSON.parse(String(containerDefinitions)) as Readonly<Record<string, unknown>>[];
  return container;
};

const https = {
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
  domain: "churn.example.com",
};
const shared = { listenerArn: LISTENER, listenerHosts: ["churn.example.com"] };
const ranges = { allowedCidrs: ["203.0.113.0/24"] };
const spotCapacity = [
  { capacityProvider: "FARGATE", base: 2, weight: 1 },
  { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1000 },
];

describeInputs(ecs, suite, [
  [{}, { "task.cpu": "512", "task.memory": "1024", "task.family": "ecs", "task.networkMode": "awsvpc" }],
  [{}, { "service.desiredCount": 2, "service.networkConfiguration.assignPublicIp": true, "service.name": "ecs" }],
  [{}, { "service.deploymentConfiguration": { strategy: "ROLLING", bakeTimeInMinutes: "0" } }],
  [{}, { "lb.internal": true, "lb.idleTimeout": 60, "http.port": 80, "rule.priority": 1 }],
  [{}, { "main.port": 8000, "main.healthCheck.path": "/ready", "main.deregistrationDelay": 30 }],
  [{}, { "balancer-80-from-172-31-0-0-16.cidrIpv4": "172.31.0.0/16", "balancer-to-tasks.fromPort": 8000 }],
  [{ public: true }, { "lb.internal": false, "balancer-80-from-0-0-0-0-0.cidrIpv4": "0.0.0.0/0" }],
  [ranges, { "lb.internal": false, "balancer-80-from-203-0-113-0-24.cidrIpv4": "203.0.113.0/24" }],
  [
    https,
    { "https.port": 443, "https.sslPolicy": containing("TLS13-1-2"), "https.certificateArn": https.certificateArn },
  ],
  [shared, { "rule.listenerArn": LISTENER, "rule.conditions": [{ hostHeader: { values: ["churn.example.com"] } }] }],
  [{ spot: true }, { "service.capacityProviderStrategies": spotCapacity, "service.forceNewDeployment": true }],
  [
    { minTasks: 3, maxTasks: 7 },
    { "tasks.minCapacity": 3, "tasks.maxCapacity": 7, "service.desiredCount": 3 },
  ],
  [
    { targetCpuPercent: 40 },
    { "by-cpu.targetTrackingScalingPolicyConfiguration.targetValue": 40, "by-cpu.policyType": "TargetTrackingScaling" },
  ],
  [
    { deployment: "canary", stepPercent: 5, stepMinutes: 7, bakeMinutes: 9 },
    {
      "service.deploymentConfiguration": {
        strategy: "CANARY",
        bakeTimeInMinutes: "9",
        canaryConfiguration: { canaryPercent: 5, canaryBakeTimeInMinutes: "7" },
      },
      "service.alarms.rollback": true,
    },
  ],
  [{ alarmP99Ms: 250 }, { "alarm-p99.threshold": 0.25, "alarm-p99.extendedStatistic": "p99" }],
  [
    { ecsExec: true },
    { "service.enableExecuteCommand": true, "task.volumes": [{ name: "ssm-state" }, { name: "ssm-logs" }] },
  ],
  [{ egress: "vpc-endpoints" }, { "endpoint-ecr-api.serviceName": "com.amazonaws.us-east-1.ecr.api" }],
  [{ egress: "vpc-endpoints" }, { "service.networkConfiguration.assignPublicIp": false }],
]);

describe("the container", () => {
  test("is confined, checked without a shell, and logs without blocking", async () => {
    expect(await containerOf({})).toMatchObject({
      name: "api",
      image: expect.stringMatching(/@sha256:[0-9a-f]{64}$/) as unknown,
      user: "1000",
      readonlyRootFilesystem: true,
      linuxParameters: { capabilities: { drop: ["ALL"] } },
      stopTimeout: 30,
      healthCheck: { command: ["CMD", "node", "/app/health.mjs"], interval: 30, timeout: 5, retries: 3 },
      logConfiguration: { logDriver: "awslogs", options: { mode: "non-blocking", "awslogs-region": "us-east-1" } },
    });
  });

  test.each([
    [512, undefined],
    [1024, undefined],
    [4096, "4"],
  ])("with %d CPU units WORKERS is %s", async (cpu, workers) => {
    const container = await containerOf({ cpu });
    const environment = container?.["environment"] as readonly { name: string; value: string }[];
    expect(environment.find(({ name }) => name === "WORKERS")?.value).toBe(workers);
  });
});

test("every size that Fargate has is enough for its workers", () => {
  for (const { cpu, leastMiB } of FARGATE_SIZES)
    expect(leastMiB, String(cpu)).toBeGreaterThanOrEqual(memoryForWorkers(workersFor(cpu / 1024)));
});

test("the task role may nothing, and with ECS Exec it may open its channels", async () => {
  const rights = async (settings: RawSettings) =>
    (await declare(settings)).resources.filter(
      ({ type, name }) => type.endsWith("RolePolicy") && name.includes("task-role"),
    );
  expect(await rights({})).toEqual([]);
  expect(await rights({ ecsExec: true })).toHaveLength(1);
});

test.each([
  [{}, "http://", "ecs-service:us-east-1:ecs/ecs"],
  [{ public: true }, "http://", "none"],
  [ranges, "http://", "address-ranges:203.0.113.0/24"],
  [{ ...ranges, ...https }, "https://churn.example.com", "address-ranges:203.0.113.0/24"],
  [shared, "https://churn.example.com", "ecs-service:us-east-1:ecs/ecs"],
])("with %j the URL begins with %s, and auth is %s", async (settings, url, auth) => {
  const { outputs } = await declare(settings);
  expect(String(outputs["url"]).startsWith(url)).toBe(true);
  expect(outputs["auth"]).toBe(auth);
});

test("a deployment that ECS has rolled back fails the program, although the provider reports success", async () => {
  const running = "arn:aws:ecs:us-east-1:123456789012:task-definition/ecs:1";
  const calls = { "aws:ecs/getService:getService": () => ({ taskDefinition: running }) };
  await expect(declareTarget(ecs, suite, {}, { calls })).rejects.toThrow(
    `ECS has rolled the deployment back: the service ecs runs ${running}, not arn:aws:ecs:`,
  );
});
