// The graph under mocks: what is declared, with exactly which inputs.
import path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { commonOutputs } from "@modelport/target-kit";
import { describe, expect, test } from "vitest";
import { core, declare as declareWith, digest, tags, unbuilt } from "./declared.testing.ts";
import { deploy } from "./deploy.ts";
import { lambda } from "./target.ts";

const declare = (raw: Readonly<Record<string, unknown>>) => declareWith(deploy, raw, unbuilt);

describe("by default", () => {
  test("exactly these resources are declared", async () => {
    const { names } = await declare({});
    expect(names).toEqual([...core, "account-may-ask", "account-may-invoke", "url"].toSorted());
  });

  test("the function has the zip, the course's memory and timeout, and the digest that it is to report", async () => {
    const { inputsOf } = await declare({});
    const { code, ...inputs } = inputsOf("model") ?? {};
    const zip = path.resolve(import.meta.dirname, "../../apps/inference-api/dist/lambda-zip-linux-x64.zip");
    expect(path.resolve(await (code as pulumi.asset.FileArchive).path)).toBe(zip);
    expect(inputs).toEqual({
      packageType: "Zip",
      runtime: "nodejs24.x",
      handler: "index.handler",
      sourceCodeHash: Buffer.from("ab".repeat(32), "hex").toString("base64"),
      architectures: ["x86_64"],
      memorySize: 1024,
      timeout: 30,
      tracingConfig: { mode: "PassThrough" },
      role: "arn:lambda-test-role-1a2b3c4",
      environment: {
        variables: {
          LOG_LEVEL: "info",
          METRICS: "emf",
          METRICS_NAMESPACE: "modelport",
          MODELPORT_ARTIFACT_DIGEST: digest,
        },
      },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: "lambda-test-logs-1a2b3c4",
        applicationLogLevel: "TRACE",
        systemLogLevel: "WARN",
      },
      publish: true,
      tags,
    });
    expect(inputsOf("live")).toEqual({
      name: "live",
      functionName: "lambda-test-model-1a2b3c4",
      functionVersion: "7",
    });
  });

  test("the role may write lines into its own log group, and nothing else", async () => {
    const { inputsOf, policyOf } = await declare({});
    expect(inputsOf("logs")).toEqual({ retentionInDays: 30, tags });
    expect(policyOf("role-logs").Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:lambda-test-logs-1a2b3c4:*",
      },
    ]);
    expect(JSON.parse(String(inputsOf("role")?.["assumeRolePolicy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { Service: "lambda.amazonaws.com" } }],
    });
  });

  test("the URL is for signed requests, and this account has both permissions for the alias", async () => {
    const { inputsOf } = await declare({});
    const alias = {
      function: "lambda-test-model-1a2b3c4",
      qualifier: "live",
      principal: "arn:aws:iam::123456789012:root",
    };
    expect(inputsOf("url")).toEqual({
      functionName: alias.function,
      qualifier: "live",
      authorizationType: "AWS_IAM",
      invokeMode: "BUFFERED",
    });
    expect(inputsOf("account-may-ask")).toEqual({
      ...alias,
      action: "lambda:InvokeFunctionUrl",
      functionUrlAuthType: "AWS_IAM",
    });
    expect(inputsOf("account-may-invoke")).toEqual({
      ...alias,
      action: "lambda:InvokeFunction",
      invokedViaFunctionUrl: true,
    });
  });

  test("alarms stand on errors, the 99th percentile and throttles", async () => {
    const { inputsOf } = await declare({ alarmTopicArn: "arn:aws:sns:eu-west-1:123456789012:ops", alarmP99Ms: 250 });
    const common = {
      namespace: "AWS/Lambda",
      dimensions: { FunctionName: "lambda-test-model-1a2b3c4" },
      comparisonOperator: "GreaterThanThreshold",
      period: 300,
      treatMissingData: "notBreaching",
      alarmActions: ["arn:aws:sns:eu-west-1:123456789012:ops"],
      okActions: ["arn:aws:sns:eu-west-1:123456789012:ops"],
      tags,
    };
    const once = { ...common, statistic: "Sum", threshold: 0, evaluationPeriods: 1, datapointsToAlarm: 1 };
    expect(inputsOf("alarm-errors")).toMatchObject({ ...once, metricName: "Errors" });
    expect(inputsOf("alarm-throttles")).toMatchObject({ ...once, metricName: "Throttles" });
    expect(inputsOf("alarm-p99")).toMatchObject({
      ...common,
      metricName: "Duration",
      extendedStatistic: "p99",
      threshold: 250,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
    });
  });

  test("the outputs say where and how to ask", async () => {
    const { outputs } = await declare({});
    const url = "https://lambda-test-url.lambda-url.on.aws";
    expect(outputs).toMatchObject({
      url,
      predictUrl: `${url}/api/v1/predict`,
      artifactDigest: digest,
      auth: "aws-sigv4:eu-west-1:lambda",
      curl:
        `curl -s ${url}/api/v1/predict --aws-sigv4 aws:amz:eu-west-1:lambda ` +
        `--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \${AWS_SESSION_TOKEN:+-H"x-amz-security-token: $AWS_SESSION_TOKEN"} ` +
        `-H 'content-type: application/json' -d '{"age":35}'`,
      functionName: "lambda-test-model-1a2b3c4",
      functionArn: "arn:lambda-test-model-1a2b3c4",
      aliasArn: "arn:lambda-test-live-1a2b3c4",
      version: "7",
      logGroupName: "lambda-test-logs-1a2b3c4",
    });
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining([...commonOutputs, ...Object.keys(lambda.outputs)]));
  });
});

describe("by setting", () => {
  test("a function in a VPC has the rights for its interfaces, and its code has not", async () => {
    const { inputsOf, policyOf } = await declare({
      subnetIds: ["subnet-0a"],
      securityGroupIds: ["sg-0b"],
    });
    expect(inputsOf("model")).toMatchObject({
      vpcConfig: { subnetIds: ["subnet-0a"], securityGroupIds: ["sg-0b", "lambda-test-interfaces-id"] },
    });
    expect(inputsOf("interfaces")).toEqual({ vpcId: "vpc-1", description: expect.any(String) as string, tags });
    const actions = [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ];
    expect(policyOf("role-vpc").Statement).toEqual([{ Effect: "Allow", Action: actions, Resource: "*" }]);
    expect(policyOf("role-code").Statement).toEqual([
      {
        Effect: "Deny",
        Action: actions,
        Resource: "*",
        Condition: { ArnEquals: { "lambda:SourceFunctionArn": "arn:lambda-test-model-1a2b3c4" } },
      },
    ]);
  });

  test("an image is pushed into a repository that Lambda may pull from, and deployed by its digest", async () => {
    const { names, inputsOf, policyOf } = await declare({ package: "image", streaming: true });
    const repository = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/images";
    expect(names).toEqual(expect.arrayContaining(["images", "images-newest", "images-pull", "images-image"]));
    expect(inputsOf("images")).toEqual({
      forceDelete: true,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      tags,
    });
    expect(inputsOf("images-image")).toMatchObject({
      archive: "apps/inference-api/dist/oci-image-linux-x64.zip",
      repository,
      digest,
    });
    expect(policyOf("images-pull").Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Principal: { Service: "lambda.amazonaws.com" },
        Condition: { StringLike: { "aws:sourceArn": "arn:aws:lambda:eu-west-1:123456789012:function:*" } },
      },
    ]);
    const model = inputsOf("model");
    expect(model).toMatchObject({
      packageType: "Image",
      imageUri: `${repository}@${digest}`,
      imageConfig: { commands: ["index.stream"] },
      environment: { variables: { MODELPORT_ARTIFACT_DIGEST: digest } },
    });
    for (const ofZips of ["runtime", "handler", "code", "sourceCodeHash"]) expect(model).not.toHaveProperty(ofZips);
  });

  test("concurrency, threshold, variables, tags, traces and the processor reach the function", async () => {
    const { inputsOf, policyOf } = await declare({
      architecture: "arm64",
      reservedConcurrency: 0,
      threshold: 0,
      environment: { MAX_THREADS: "2" },
      tags: { team: "risk" },
      tracing: true,
      metrics: false,
      logLevel: "debug",
      platformLogLevel: "info",
    });
    expect(inputsOf("model")).toMatchObject({
      architectures: ["arm64"],
      reservedConcurrentExecutions: 0,
      environment: { variables: { MAX_THREADS: "2", THRESHOLD: "0", LOG_LEVEL: "debug", METRICS: "none" } },
      tracingConfig: { mode: "Active" },
      loggingConfig: { systemLogLevel: "INFO" },
      tags: { ...tags, team: "risk" },
    });
    expect(policyOf("role-traces").Statement).toEqual([
      { Effect: "Allow", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: "*" },
    ]);
  });

  test("provisioned instances belong to the alias", async () => {
    const { inputsOf, names } = await declare({ provisionedConcurrency: 2, alarms: false });
    expect(inputsOf("warm")).toEqual({
      functionName: "lambda-test-model-1a2b3c4",
      qualifier: "live",
      provisionedConcurrentExecutions: 2,
    });
    expect(names.filter((name) => name.startsWith("alarm"))).toEqual([]);
  });
});

test("a stack without a region is refused with the command that sets one", async () => {
  await expect(declareWith(deploy, {}, unbuilt, {})).rejects.toThrow(
    "aws:region is missing: it takes an AWS region; set it with `npx pulumi config set aws:region us-east-1 --stack lambda-test`.",
  );
});

test("a region that AWS does not have is refused with the nearest that it has", async () => {
  await expect(declareWith(deploy, {}, unbuilt, { "aws:region": "eu-west-11" })).rejects.toThrow(
    'aws:region is "eu-west-11", but AWS has no region of that name: set it with ' +
      "`npx pulumi config set aws:region eu-west-1 --stack lambda-test`, or, if it is newer than this project's " +
      "provider, accept it as it is with `npx pulumi config set aws:skipRegionValidation true --stack lambda-test`.",
  );
});

test("a region that is newer than the provider is taken where the stack says so", async () => {
  const config = { "aws:region": "eu-west-11", "aws:skipRegionValidation": "true" };
  const { outputs } = await declareWith(deploy, {}, unbuilt, config);
  expect(outputs["auth"]).toBe("aws-sigv4:eu-west-11:lambda");
});

test("requests are signed with the profile that deploys, but not with keys of the stack's settings", async () => {
  const region = { "aws:region": "eu-west-1" };
  const { outputs } = await declareWith(deploy, {}, unbuilt, { ...region, "aws:profile": "team" });
  expect(outputs["auth"]).toBe("aws-sigv4:eu-west-1:lambda?profile=team");
  expect(outputs["curl"]).toContain("aws configure export-credentials --profile team --format env");
  const keys = { "aws:accessKey": "AKID", "aws:secretKey": "wJalrXUtnFEMI" };
  const withKeys = await declareWith(deploy, {}, unbuilt, { ...region, ...keys });
  expect(withKeys.outputs["auth"]).toBe("aws-sigv4:eu-west-1:lambda");
  expect(JSON.stringify(withKeys.outputs)).not.toContain("wJalrXUtnFEMI");
});
