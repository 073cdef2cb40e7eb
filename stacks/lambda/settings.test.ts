import { describe, expect, test } from "vitest";
import { lambda } from "./target.ts";

const defaults = {
  frontDoor: "function-url",
  public: false,
  invokers: [],
  corsOrigins: [],
  package: "zip",
  architecture: "x86_64",
  memoryMiB: 1024,
  timeoutSeconds: 30,
  environment: {},
  tags: {},
  subnetIds: [],
  securityGroupIds: [],
  logLevel: "info",
  platformLogLevel: "warn",
  logRetentionDays: 30,
  alarms: true,
  alarmP99Ms: 1000,
  streaming: false,
  metrics: true,
  metricsNamespace: "modelport",
  tracing: false,
};

test("an empty stack file gives the defaults, which are private", () => {
  expect(lambda.parseSettings({})).toEqual(defaults);
});

test("texts of a stack file become what they mean", () => {
  const raw = {
    public: "true",
    corsOrigins: '["https://app.example.com"]',
    reservedConcurrency: "0",
    threshold: "0.4",
    environment: '{"MAX_THREADS":"2"}',
    logRetentionDays: "7",
  };
  expect(lambda.parseSettings(raw)).toEqual({
    ...defaults,
    public: true,
    corsOrigins: ["https://app.example.com"],
    reservedConcurrency: 0,
    threshold: 0.4,
    environment: { MAX_THREADS: "2" },
    logRetentionDays: 7,
  });
});

const refuses = (raw: Readonly<Record<string, unknown>>) => {
  try {
    lambda.parseSettings(raw);
  } catch (error) {
    return (error as Error).message.split("\n");
  }
  return [];
};

describe("one value", () => {
  test.each([
    [
      { memoryMiB: "64" },
      'modelport:memoryMiB is "64", but it takes a whole number of MiB from 128 to 10240, written without the unit (1024 when left out); set it with "pulumi config set memoryMiB 1024".',
    ],
    [
      { memoryMiB: "2GiB" },
      'modelport:memoryMiB is "2GiB", but it takes a whole number of MiB from 128 to 10240, written without the unit (1024 when left out); set it with "pulumi config set memoryMiB 2048".',
    ],
    [
      { timeoutSeconds: "901" },
      'modelport:timeoutSeconds is "901", but it takes a whole number of seconds from 1 to 900, written without the unit (30 when left out); set it with "pulumi config set timeoutSeconds 30".',
    ],
    [
      { frontDoor: "alb" },
      'modelport:frontDoor is "alb", but it takes one of function-url, http-api, rest-api ("function-url" when left out); set it with "pulumi config set frontDoor function-url".',
    ],
    [
      { logRetentionDays: "31" },
      'modelport:logRetentionDays is "31", but it takes one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653 (30 when left out); set it with "pulumi config set logRetentionDays 30".',
    ],
    [
      { corsOrigins: ["https://app.example.com/"] },
      'modelport:corsOrigins is ["https://app.example.com/"], but it takes a list of origins such as https://app.example.com, or * ([] when left out); set it with "pulumi config set corsOrigins []".',
    ],
    [
      { invokers: ["*"] },
      'modelport:invokers is ["*"], but it takes a list of account ids and ARNs of roles and users ([] when left out); set it with "pulumi config set invokers []".',
    ],
    [
      { threshold: "1.5" },
      'modelport:threshold is "1.5", but it takes a number from 0 to 1; set it with "pulumi config set threshold <value>".',
    ],
    [
      { metricsNamespace: "AWS/Lambda" },
      'modelport:metricsNamespace is "AWS/Lambda", but it takes 1 to 255 letters, digits or . - _ / # :, not beginning with AWS/ ("modelport" when left out); set it with "pulumi config set metricsNamespace modelport".',
    ],
    [
      { alarmTopicArn: "ops" },
      'modelport:alarmTopicArn is "ops", but it takes the ARN of an SNS topic; set it with "pulumi config set alarmTopicArn <value>".',
    ],
  ])("%o is refused", (raw, sentence) => {
    expect(refuses(raw)).toEqual([sentence]);
  });
});

describe("values that do not go together", () => {
  const topic = "arn:aws:sns:us-east-1:123456789012:ops";
  test.each([
    [
      { frontDoor: "rest-api" },
      'modelport:timeoutSeconds is 30, but modelport:frontDoor is "rest-api", which answers 504 after 29 s: set it with "pulumi config set timeoutSeconds 29", or take "pulumi config set frontDoor function-url".',
    ],
    [
      { frontDoor: "http-api", timeoutSeconds: 31 },
      'modelport:timeoutSeconds is 31, but modelport:frontDoor is "http-api", which answers 504 after 30 s: set it with "pulumi config set timeoutSeconds 30", or take "pulumi config set frontDoor function-url".',
    ],
    [
      { throttleRequestsPerSecond: 50, throttleBurst: 100 },
      'modelport:throttleRequestsPerSecond is 50, but a function URL has no throttle of its own: limit it with "pulumi config set reservedConcurrency <instances>", or take an API with "pulumi config set frontDoor http-api".',
    ],
    [
      { frontDoor: "http-api", throttleRequestsPerSecond: 0.5 },
      'modelport:throttleRequestsPerSecond is 0.5 and modelport:throttleBurst is missing, but a stage takes both or neither: set it with "pulumi config set throttleBurst 1".',
    ],
    [
      { frontDoor: "http-api", throttleBurst: 20 },
      'modelport:throttleBurst is 20 and modelport:throttleRequestsPerSecond is missing, but a stage takes both or neither: set it with "pulumi config set throttleRequestsPerSecond 20".',
    ],
    [
      { frontDoor: "http-api", streaming: true },
      'modelport:streaming is true, but modelport:frontDoor is "http-api", behind which answers leave as a whole: take "pulumi config set frontDoor function-url".',
    ],
    [
      { public: true, invokers: ["210987654321"] },
      'modelport:invokers is ["210987654321"], but modelport:public is true, so that anybody may ask: remove one of them, e.g. with "pulumi config rm public".',
    ],
    [
      { frontDoor: "http-api", invokers: ["210987654321"] },
      'modelport:invokers is ["210987654321"], but an HTTP API has no policy that could let another account in: take "pulumi config set frontDoor rest-api" or function-url.',
    ],
    [
      { reservedConcurrency: 2, provisionedConcurrency: 3 },
      'modelport:provisionedConcurrency is 3, but the function may have at most modelport:reservedConcurrency, which is 2: set that with "pulumi config set reservedConcurrency 3" or more.',
    ],
    [
      { package: "image", architecture: "arm64" },
      'modelport:architecture is "arm64", but modelport:package is "image", which is built for x86_64 alone: take "pulumi config set package zip", or remove the processor with "pulumi config rm architecture".',
    ],
    [
      { subnetIds: ["subnet-0a1b"] },
      "modelport:subnetIds is given and modelport:securityGroupIds is not, but a VPC takes both or neither: set it with \"pulumi config set --path 'securityGroupIds[0]' sg-0123\".",
    ],
    [
      { securityGroupIds: ["sg-0a1b"] },
      "modelport:securityGroupIds is given and modelport:subnetIds is not, but a VPC takes both or neither: set it with \"pulumi config set --path 'subnetIds[0]' subnet-0123\".",
    ],
    [
      { alarms: false, alarmTopicArn: topic },
      `modelport:alarmTopicArn is "${topic}", but modelport:alarms is false, so that it would hear of nothing: set them with "pulumi config set alarms true", or remove the topic with "pulumi config rm alarmTopicArn".`,
    ],
  ])("%o is refused", (raw, sentence) => {
    expect(refuses(raw)).toEqual([sentence]);
  });
});

describe("names of the user's own", () => {
  const secret = (name: string) =>
    `modelport:environment has ${name}, which looks like a secret, and would stand as plain text in the function's configuration: keep it in AWS Secrets Manager and read it from there; the model's app needs none.`;
  test.each([
    [{ DATABASE_PASSWORD: "hunter2" }, [secret("DATABASE_PASSWORD")]],
    [{ apiKey: "abc" }, [secret("apiKey")]],
    [{ HELLO: "AKIAIOSFODNN7EXAMPLE" }, [secret("HELLO")]],
    [{ PEM: "-----BEGIN RSA PRIVATE KEY-----" }, [secret("PEM")]],
    [
      { LOG_LEVEL: "debug", CORS_ORIGINS: "*", AWS_REGION: "eu-west-1", "A-B": "1" },
      [
        "modelport:environment has LOG_LEVEL, which comes from modelport:logLevel: remove it with \"pulumi config rm --path 'environment.LOG_LEVEL'\".",
        "modelport:environment has CORS_ORIGINS, which comes from modelport:corsOrigins: remove it with \"pulumi config rm --path 'environment.CORS_ORIGINS'\".",
        "modelport:environment has AWS_REGION, a name that Lambda keeps for itself: remove it with \"pulumi config rm --path 'environment.AWS_REGION'\".",
        "modelport:environment has A-B, but a name is a letter and then letters, digits or _: remove it with \"pulumi config rm --path 'environment.A-B'\".",
      ],
    ],
    [{ LONG: "x".repeat(4093) }, ["modelport:environment has 4097 bytes, but Lambda takes 4096 in all: shorten it."]],
  ])("variables %o are refused", (environment, sentences) => {
    expect(refuses({ environment })).toEqual(sentences);
  });

  test("of a secret, its value is not repeated", () => {
    expect(refuses({ environment: { DATABASE_PASSWORD: "hunter2" } }).join("")).not.toContain("hunter2");
  });

  test("tags by which resources are found, and AWS's own, are refused", () => {
    expect(refuses({ tags: { "modelport-stack": "other", "aws:x": "1", team: "risk" } })).toEqual([
      "modelport:tags has modelport-stack, by which the stack's resources are found: remove it with \"pulumi config rm --path 'tags.modelport-stack'\".",
      "modelport:tags has aws:x, but AWS keeps names with aws: for itself: remove it with \"pulumi config rm --path 'tags.aws:x'\".",
    ]);
  });
});
