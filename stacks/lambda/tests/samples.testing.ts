// For tests: each setting with another value than its default, and what it needs beside it.
import type { RawSettings } from "@modelport/target-kit";

const throttled = { throttleRequestsPerSecond: 50, throttleBurst: 100 };
const inVpc = { subnetIds: ["subnet-0a1b"], securityGroupIds: ["sg-0a1b"] };

export const samples: Readonly<Record<string, RawSettings>> = {
  endpoint: { endpoint: "http-api" },
  public: { public: true },
  invokers: { invokers: ["210987654321", "arn:aws:iam::210987654321:role/app"] },
  corsOrigins: { corsOrigins: ["https://app.example.com"] },
  streaming: { streaming: true },
  throttleRequestsPerSecond: throttled,
  throttleBurst: throttled,
  package: { package: "image" },
  architecture: { architecture: "arm64" },
  memoryMiB: { memoryMiB: 2048 },
  timeoutSeconds: { timeoutSeconds: 20 },
  reservedConcurrency: { reservedConcurrency: 10 },
  provisionedConcurrency: { provisionedConcurrency: 1 },
  keepVersions: { keepVersions: 3 },
  threshold: { threshold: 0.4 },
  environment: { environment: { MAX_THREADS: "2" } },
  tags: { tags: { team: "risk" } },
  subnetIds: inVpc,
  securityGroupIds: inVpc,
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

const ofEndpoints = ["public", "invokers", "corsOrigins", "throttleRequestsPerSecond", "throttleBurst"];
const restApi = { endpoint: "rest-api", timeoutSeconds: 29 };

/** Where settings of HTTP endpoints are tried beside the defaults. */
export const contexts = {
  "an HTTP API": { settings: { endpoint: "http-api" }, samples: ofEndpoints },
  "a REST API": { settings: restApi, samples: ofEndpoints },
  "a REST API for another account": { settings: { ...restApi, invokers: ["210987654321"] }, samples: ["corsOrigins"] },
};
