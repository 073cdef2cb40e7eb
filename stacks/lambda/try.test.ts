import { test } from "vitest";
import { openSubject } from "../../packages/contract-tests/src/target/subject.ts";
import { cloudsTakeIt, editsOrdered, removedSettingsGone, secondUpSame } from "../../packages/contract-tests/src/target/checks/clouds.ts";
import { deploy } from "./deploy.ts";
import { variants } from "./mistakes.ts";
import { lambda } from "./target.ts";
const DOOR = ["public", "invokers", "corsOrigins", "throttleRequestsPerSecond"];
const samples = {
  frontDoor: { frontDoor: "http-api" },
  public: { public: true },
  invokers: { invokers: ["210987654321", "arn:aws:iam::210987654321:role/app"] },
  corsOrigins: { corsOrigins: ["https://app.example.com"] },
  streaming: { streaming: true },
  throttleRequestsPerSecond: { throttleRequestsPerSecond: 50, throttleBurst: 100 },
  throttleBurst: { throttleRequestsPerSecond: 50, throttleBurst: 100 },
  package: { package: "image" },
  architecture: { architecture: "arm64" },
  memoryMiB: { memoryMiB: 2048 },
  timeoutSeconds: { timeoutSeconds: 20 },
  reservedConcurrency: { reservedConcurrency: 10 },
  provisionedConcurrency: { provisionedConcurrency: 1 },
  threshold: { threshold: 0.4 },
  environment: { environment: { MAX_THREADS: "2" } },
  tags: { tags: { team: "risk" } },
  subnetIds: { subnetIds: ["subnet-0a1b"], securityGroupIds: ["sg-0a1b"] },
  securityGroupIds: { subnetIds: ["subnet-0a1b"], securityGroupIds: ["sg-0a1b"] },
  logLevel: { logLevel: "debug" },
  platformLogLevel: { platformLogLevel: "info" },
  logRetentionDays: { logRetentionDays: 7 },
  alarms: { alarms: false },
  alarmP99Ms: { alarmP99Ms: 500 },
  alarmTopicArn: { alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:ops" },
  metrics: { metrics: false },
  metricsNamespace: { metricsNamespace: "shop" },
  tracing: { tracing: true },
};
test("try", { timeout: 600000 }, async () => {
  const subject = openSubject(lambda, { deploy, folder: import.meta.dirname, config: { "aws:region": "us-east-1" }, variants,   computed: {
    "pulumi-nodejs:dynamic/modelport:Image": ({ inputs: { repository, digest } }) => ({
      reference: `${String(repository)}@${String(digest)}`,
    })}, samples, contexts: { "an HTTP API": { settings: { frontDoor: "http-api" }, samples: DOOR }, "a REST API": { settings: { frontDoor: "rest-api", timeoutSeconds: 29 }, samples: DOOR }, "a REST API for others": { settings: { frontDoor: "rest-api", timeoutSeconds: 29, invokers: ["210987654321"] }, samples: ["corsOrigins"] } } });
  for (const check of [cloudsTakeIt, editsOrdered, removedSettingsGone, secondUpSame]) {
    const t0 = performance.now();
    const findings = await check.run(subject);
    console.log(check.id, (performance.now() - t0).toFixed(), findings.join("\n"));
  }
});
