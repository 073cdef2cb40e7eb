// What the target's suite deploys under mocks, and what somebody might do to the target by accident.
import type { Mistake } from "@modelport/contract-tests/target";
import type { RawSettings } from "@modelport/target-kit";

const topic = "arn:aws:sns:us-east-1:123456789012:ops";

/** Settings that together take every branch of the program. */
export const variants: Readonly<Record<string, RawSettings>> = {
  "a function URL for other accounts and pages, streamed": {
    invokers: ["210987654321", "arn:aws:iam::210987654321:role/app"],
    corsOrigins: ["https://app.example.com"],
    streaming: true,
  },
  "an HTTP API, throttled, for pages": {
    frontDoor: "http-api",
    throttleRequestsPerSecond: 50,
    throttleBurst: 100,
    corsOrigins: ["https://app.example.com"],
  },
  "a REST API, throttled, for another account": {
    frontDoor: "rest-api",
    timeoutSeconds: 29,
    throttleRequestsPerSecond: 50,
    throttleBurst: 100,
    invokers: ["210987654321"],
  },
  "a public HTTP API": { frontDoor: "http-api", public: true, corsOrigins: ["*"] },
  "a public REST API": { frontDoor: "rest-api", public: true, timeoutSeconds: 29 },
  "arm64 in a VPC, warm, traced, without alarms": {
    architecture: "arm64",
    subnetIds: ["subnet-0a1b"],
    securityGroupIds: ["sg-0a1b"],
    reservedConcurrency: 10,
    provisionedConcurrency: 2,
    tracing: true,
    alarms: false,
    metrics: false,
  },
  "an image": { package: "image", streaming: true },
  "everything else": {
    threshold: 0.4,
    environment: { MAX_THREADS: "2" },
    tags: { team: "risk" },
    alarmTopicArn: topic,
    platformLogLevel: "info",
    provisionedConcurrency: 1,
  },
};

export const mistakes: readonly Mistake[] = [];
