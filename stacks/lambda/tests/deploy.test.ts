// What the checks of every target cannot know: which input a setting becomes, and what the policies of this target say.
import type { RawSettings } from "@modelport/target-kit";
import { declare as declareTarget, describeInputs, type Surroundings } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { lambda } from "../target.ts";

const declare = (settings: RawSettings, surroundings?: Surroundings) =>
  declareTarget(lambda, suite, settings, surroundings);

const account = "arn:aws:iam::123456789012:root";
const other = "arn:aws:iam::210987654321:root";
const topic = "arn:aws:sns:us-east-1:123456789012:ops";
const httpApi = { endpoint: "http-api" };
const restApi = { endpoint: "rest-api", timeoutSeconds: 29 };
const throttled = { throttleRequestsPerSecond: 50, throttleBurst: 100 };
const pages = { corsOrigins: ["https://app.example.com", "http://localhost:5173"] };
const inVpc = { subnetIds: ["subnet-0a"], securityGroupIds: ["sg-0b"] };
const image = { package: "image", streaming: true };
const variable = (name: string) => `model.environment.variables.${name}`;
const containing = (text: string): unknown => expect.stringContaining(text);
const all = (...items: unknown[]): unknown => expect.arrayContaining(items);
const limits = (throttlingRateLimit: number, throttlingBurstLimit: number) => ({
  throttlingRateLimit,
  throttlingBurstLimit,
});

describeInputs(lambda, suite, [
  [{}, { "model.memorySize": 1024, "model.timeout": 30, "model.publish": true, "model.handler": "index.handler" }],
  [{}, { "model.architectures": ["x86_64"], "model.reservedConcurrentExecutions": undefined }],
  [{}, { "model.tracingConfig.mode": "PassThrough", "model.loggingConfig.systemLogLevel": "WARN" }],
  // All the app's lines pass: LOG_LEVEL alone selects among them.
  [{}, { "model.loggingConfig.logFormat": "JSON", "model.loggingConfig.applicationLogLevel": "TRACE" }],
  [{}, { "role.assumeRolePolicy": containing('"sts:AssumeRole"],"Principal":{"Service":"lambda.amazonaws.com"}') }],
  [{}, { "logs.retentionInDays": 30, "live.name": "live", "live.functionVersion": "1" }],
  [{}, { "url.qualifier": "live", "url.invokeMode": "BUFFERED", "account-may-ask.qualifier": "live" }],
  [{ streaming: true }, { "model.handler": "index.stream", "url.invokeMode": "RESPONSE_STREAM" }],
  [image, { "model.packageType": "Image", "model.imageConfig.commands": ["index.stream"], "model.handler": undefined }],
  [image, { "images.imageTagMutability": "IMMUTABLE", "images.imageScanningConfiguration.scanOnPush": true }],
  [
    { architecture: "arm64", timeoutSeconds: 20 },
    { "model.architectures": ["arm64"], "model.timeout": 20 },
  ],
  [{ reservedConcurrency: 0 }, { "model.reservedConcurrentExecutions": 0 }],
  [{ provisionedConcurrency: 2 }, { "warm.qualifier": "live", "warm.provisionedConcurrentExecutions": 2 }],
  [{ keepVersions: 3 }, { "versions.keep": 3 }],
  [{ tracing: true, platformLogLevel: "info" }, { "model.tracingConfig.mode": "Active" }],
  [{ platformLogLevel: "info" }, { "model.loggingConfig.systemLogLevel": "INFO" }],
  [
    { threshold: 0, logLevel: "debug" },
    { [variable("THRESHOLD")]: "0", [variable("LOG_LEVEL")]: "debug" },
  ],
  [
    { environment: { MAX_THREADS: "2" }, metrics: false },
    { [variable("MAX_THREADS")]: "2", [variable("METRICS")]: "none" },
  ],
  [{ metricsNamespace: "shop" }, { [variable("METRICS")]: "emf", [variable("METRICS_NAMESPACE")]: "shop" }],
  [inVpc, { "model.vpcConfig.subnetIds": ["subnet-0a"], "model.vpcConfig.securityGroupIds": all("sg-0b") }],
  [
    inVpc,
    {
      "model.vpcConfig.securityGroupIds": all(containing("lambda-interfaces")),
      "interfaces.vpcId": containing("vpc-"),
    },
  ],
  [{ alarmTopicArn: topic }, { "alarm-errors.metricName": "Errors", "alarm-errors.alarmActions": [topic] }],
  [{ alarmTopicArn: topic }, { "alarm-p99.okActions": [topic], "alarm-throttles.okActions": [topic] }],
  [
    {},
    { "alarm-errors.statistic": "Sum", "alarm-errors.threshold": 0, "alarm-errors.treatMissingData": "notBreaching" },
  ],
  [
    {},
    { "alarm-throttles.metricName": "Throttles", "alarm-throttles.statistic": "Sum", "alarm-throttles.threshold": 0 },
  ],
  [{ alarmP99Ms: 250 }, { "alarm-p99.extendedStatistic": "p99", "alarm-p99.threshold": 250 }],
  [{}, { "alarm-p99.metricName": "Duration", "alarm-p99.evaluationPeriods": 3, "alarm-p99.datapointsToAlarm": 3 }],
  [{}, { "alarm-p99.dimensions": { FunctionName: containing("lambda-model") }, "alarm-p99.namespace": "AWS/Lambda" }],
  [{}, { "alarm-p99.comparisonOperator": "GreaterThanThreshold", "alarm-p99.period": 300 }],
  [{ invokers: ["210987654321"] }, { "invoker-fbc80910-may-ask.principal": other }],
  // Under the ids that @pulumi/aws would add them with, so that they are not there twice.
  [{ public: true }, { "anybody-may-ask.statementId": "FunctionURLAllowPublicAccess" }],
  [{ public: true }, { "anybody-may-invoke.statementId": "FunctionURLAllowInvokeAction" }],
  // A function URL and an HTTP API answer browsers themselves, and the app would give each header twice; a REST API does not.
  [pages, { "url.cors.allowOrigins": pages.corsOrigins, [variable("CORS_ORIGINS")]: undefined }],
  [
    pages,
    { "url.cors.exposeHeaders": all("x-request-id"), "url.cors.allowHeaders": all("authorization", "x-amz-date") },
  ],
  [{ ...httpApi, ...pages }, { "api.corsConfiguration.allowOrigins": pages.corsOrigins }],
  [{ ...httpApi, ...pages }, { [variable("CORS_ORIGINS")]: undefined }],
  [{ ...restApi, ...pages }, { [variable("CORS_ORIGINS")]: "https://app.example.com,http://localhost:5173" }],
  [httpApi, { "stage.autoDeploy": true, "stage.defaultRouteSettings": limits(10_000, 5000) }],
  [{ ...httpApi, ...throttled }, { "stage.defaultRouteSettings": limits(50, 100) }],
  [httpApi, { "integration.payloadFormatVersion": "2.0", "integration.timeoutMilliseconds": 30_000 }],
  [httpApi, { "route.routeKey": "$default", "route.target": containing("integrations/") }],
  [httpApi, { "integration.integrationType": "AWS_PROXY", "integration.integrationMethod": "POST" }],
  [
    { ...httpApi, ...pages },
    { "preflight.routeKey": "OPTIONS /{proxy+}", "preflight.target": containing("integrations/") },
  ],
  [httpApi, { "api-may-invoke.sourceArn": containing("/*/*"), "api-may-invoke.principal": "apigateway.amazonaws.com" }],
  // The alias, of which a rollback changes the version.
  [httpApi, { "integration.integrationUri": containing("alias/live"), "api-may-invoke.qualifier": "live" }],
  [restApi, { "path-integration.uri": containing("alias/live"), "api-may-invoke.qualifier": "live" }],
  [restApi, { "path-integration.type": "AWS_PROXY", "path-integration.timeoutMilliseconds": 29_000 }],
  [restApi, { "root-integration.type": "AWS_PROXY", "root-method.httpMethod": "ANY", "path-method.httpMethod": "ANY" }],
  // Lambda takes POST only, whatever the method of the request.
  [restApi, { "path-integration.integrationHttpMethod": "POST", "root-integration.integrationHttpMethod": "POST" }],
  [restApi, { "root-method.resourceId": "root0123", "path-method.resourceId": containing("every-path") }],
  [
    { ...restApi, ...throttled },
    { "throttle.methodPath": "*/*", "throttle.settings": limits(50, 100) },
  ],
]);

test("the function waits for its log group and the right to write into it", async () => {
  // Otherwise Lambda would make a log group without retention.
  const { resources } = await declare({});
  const model = resources.find(({ name }) => name === "lambda-model");
  const awaited = model?.dependencies.map((urn) => urn.split("::").at(-1));
  expect(awaited).toEqual(all("lambda-logs", "lambda-role", "lambda-role-logs"));
});

describe("policies", () => {
  const invoke = (Principal: unknown, resource: RegExp) => ({
    Effect: "Allow",
    Action: ["execute-api:Invoke"],
    Principal,
    Resource: expect.stringMatching(resource) as unknown,
  });
  const everywhere = /^arn:aws:execute-api:us-east-1:123456789012:lambda-api-\w+\/\*$/;
  const preflights = invoke("*", /^arn:aws:execute-api:[^/]*\/live\/OPTIONS\/\*$/);
  const interfaces = [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ];
  const logActions = ["logs:CreateLogStream", "logs:PutLogEvents"];
  const traceActions = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
  const aboutInterfaces = (Effect: string) => ({ Effect, Action: interfaces, Resource: "*" });

  test.each<[string, RawSettings, string, readonly unknown[]]>([
    ["a REST API is for this account", restApi, "policy", [invoke({ AWS: [account] }, everywhere)]],
    [
      "and for others",
      { ...restApi, invokers: ["210987654321"] },
      "policy",
      [invoke({ AWS: [account, other] }, everywhere)],
    ],
    ["and for preflight requests", { ...restApi, ...pages }, "policy", [expect.anything(), preflights]],
    ["or for everybody", { ...restApi, ...pages, public: true }, "policy", [invoke("*", everywhere)]],
    [
      "the role may write log lines",
      {},
      "role-logs",
      [{ Effect: "Allow", Action: logActions, Resource: containing("lambda-logs") }],
    ],
    ["and send traces", { tracing: true }, "role-traces", [{ Effect: "Allow", Action: traceActions, Resource: "*" }]],
    ["the role may make network interfaces", inVpc, "role-vpc", [aboutInterfaces("Allow")]],
    [
      "and the code may not",
      inVpc,
      "role-code",
      [
        {
          ...aboutInterfaces("Deny"),
          Condition: { ArnEquals: { "lambda:SourceFunctionArn": containing("lambda-model") } },
        },
      ],
    ],
    [
      "Lambda may pull images for functions of this account",
      image,
      "images-pull",
      [
        {
          Effect: "Allow",
          Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Principal: { Service: "lambda.amazonaws.com" },
          Condition: { StringLike: { "aws:sourceArn": "arn:aws:lambda:us-east-1:123456789012:function:*" } },
        },
      ],
    ],
  ])("%s", async (_title, settings, name, statements) => {
    expect((await declare(settings)).statementsOf(name)).toEqual(statements);
  });
});

test("a REST API is deployed anew when its callers change, and only then", async () => {
  const contentOf = async (settings: object) =>
    (await declare({ ...restApi, ...settings })).inputsOf("deployment")["triggers"];
  const first = await contentOf({});
  expect(await contentOf({ memoryMiB: 2048 })).toEqual(first);
  for (const settings of [{ public: true }, { invokers: ["210987654321"] }, pages]) {
    expect(await contentOf(settings)).not.toEqual(first);
  }
  expect(await contentOf({ corsOrigins: ["*"] })).toEqual(await contentOf(pages));
});

test.each([
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
])("in %s accounts are ARNs of %s", async (region, partition) => {
  const { inputsOf } = await declare({ invokers: ["210987654321"] }, { config: { "aws:region": region } });
  expect(inputsOf("account-may-ask")).toMatchObject({ principal: `arn:${partition}:iam::123456789012:root` });
  expect(inputsOf("invoker-fbc80910-may-ask")).toMatchObject({ principal: `arn:${partition}:iam::210987654321:root` });
});

const region = { "aws:region": "eu-west-1" };
const newRegion = { "aws:region": "eu-west-11" };

test.each([
  [{}, "aws:region is missing: it takes an AWS region; set it with `npx pulumi config set aws:region us-east-1"],
  [
    newRegion,
    'aws:region is "eu-west-11", but AWS has no region of that name: set it with ' +
      "`npx pulumi config set aws:region eu-west-1 --stack lambda`, or, if it is newer than this project's " +
      "provider, accept it as it is with `npx pulumi config set aws:skipRegionValidation true --stack lambda`.",
  ],
])("%j is refused", async (config, sentence) => {
  await expect(declare({}, { config })).rejects.toThrow(sentence);
});

test.each([
  [{ ...newRegion, "aws:skipRegionValidation": "true" }, {}, "aws-sigv4:eu-west-11:lambda"],
  [{ ...region, "aws:profile": "team" }, {}, "aws-sigv4:eu-west-1:lambda?profile=team"],
  [region, httpApi, "aws-sigv4:eu-west-1:execute-api"],
  [region, { public: true }, "none"],
])("with %j and %j requests are signed for %s", async (config, settings, auth) => {
  expect((await declare(settings, { config })).outputs["auth"]).toBe(auth);
});

test("keys of the stack's settings do not reach its outputs", async () => {
  const config = { ...region, "aws:accessKey": "AKID", "aws:secretKey": "wJalrXUtnFEMI" };
  const { outputs } = await declare({}, { config });
  expect(outputs["auth"]).toBe("aws-sigv4:eu-west-1:lambda");
  expect(JSON.stringify(outputs)).not.toContain("wJalrXUtnFEMI");
});
