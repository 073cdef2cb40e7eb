// What the target's suite is told of this target.
import path from "node:path";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";
import { refused } from "./refused.testing.ts";
import { contexts, samples } from "./samples.testing.ts";

const pages = { corsOrigins: ["https://app.example.com"] };
const throttled = { throttleRequestsPerSecond: 50, throttleBurst: 100 };
const restApi = { endpoint: "rest-api", timeoutSeconds: 29 };

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  config: { "aws:region": "us-east-1" },
  computed: {
    "aws:apigateway/restApi:RestApi": () => ({ rootResourceId: "root0123" }),
    "aws:apigateway/stage:Stage": ({ inputs: { stageName } }) => ({
      invokeUrl: `https://rest0123.execute-api.us-east-1.amazonaws.com/${String(stageName)}`,
    }),
  },
  // Together they take every branch of the program.
  variants: {
    "a function URL for other accounts and pages, streamed": {
      invokers: ["210987654321", "arn:aws:iam::210987654321:role/app"],
      ...pages,
      streaming: true,
    },
    "an HTTP API, throttled, for pages": { endpoint: "http-api", ...throttled, ...pages },
    "a REST API, throttled, for another account and pages": {
      ...restApi,
      ...throttled,
      invokers: ["210987654321"],
      ...pages,
    },
    "a public HTTP API": { endpoint: "http-api", public: true, corsOrigins: ["*"] },
    "a public REST API": { ...restApi, public: true, corsOrigins: ["*"] },
    "a REST API for this account": restApi,
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
      keepVersions: 10,
      alarmTopicArn: "arn:aws:sns:us-east-1:123456789012:ops",
      platformLogLevel: "info",
      provisionedConcurrency: 1,
    },
  },
  samples,
  contexts,
  refused,
  decidedTogether: {
    throttleRequestsPerSecond:
      "A function URL has no throttle; which API to take instead costs money and changes the URL.",
    throttleBurst: "As throttleRequestsPerSecond.",
    subnetIds: "The security groups decide what the function can reach, and Lambda takes no subnets without them.",
    securityGroupIds:
      "The subnets decide what the function can reach, and Lambda takes no security groups without them.",
  },
  billing,
  mistakes,
};
