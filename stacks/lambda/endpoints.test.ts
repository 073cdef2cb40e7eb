// The HTTP endpoints under mocks: what each declares for whom, with exactly which inputs.
import { expect, test } from "vitest";
import { core, declare as declareWith, tags, unbuilt } from "./declared.testing.ts";
import { deploy } from "./deploy.ts";

const declare = (raw: Readonly<Record<string, unknown>>) => declareWith(deploy, raw, unbuilt);

const variablesOf = (model: Readonly<Record<string, unknown>> = {}) =>
  (model["environment"] as { readonly variables: Readonly<Record<string, string>> }).variables;

test("a public URL lets anyone in, with CORS for the given pages", async () => {
  const { outputs, inputsOf, names } = await declare({ public: true, corsOrigins: ["https://app.example.com"] });
  expect(outputs["auth"]).toBe("none");
  expect(inputsOf("url")).toMatchObject({
    authorizationType: "NONE",
    cors: {
      allowOrigins: ["https://app.example.com"],
      allowMethods: ["GET", "POST"],
      allowHeaders: ["content-type", "x-request-id"],
      exposeHeaders: ["x-request-id", "x-model-version", "retry-after"],
      maxAge: 3600,
    },
  });
  // Under the ids that @pulumi/aws would add them with, so that they are not there twice.
  expect(inputsOf("anybody-may-ask")).toMatchObject({
    principal: "*",
    functionUrlAuthType: "NONE",
    statementId: "FunctionURLAllowPublicAccess",
  });
  expect(inputsOf("anybody-may-invoke")).toMatchObject({
    principal: "*",
    invokedViaFunctionUrl: true,
    statementId: "FunctionURLAllowInvokeAction",
  });
  expect(names).not.toContain("account-may-ask");
});

test("a streaming function has the handler that streams, behind a URL that lets pass what is made", async () => {
  const { inputsOf } = await declare({ streaming: true });
  expect(inputsOf("model")).toMatchObject({ handler: "index.stream" });
  expect(inputsOf("url")).toMatchObject({ invokeMode: "RESPONSE_STREAM" });
});

test("other accounts and roles get both permissions each", async () => {
  const { inputsOf, names } = await declare({ invokers: ["210987654321", "arn:aws:iam::210987654321:role/app"] });
  for (const id of ["invoker-fbc80910", "invoker-03afc672"]) {
    expect(names).toEqual(expect.arrayContaining([`${id}-may-ask`, `${id}-may-invoke`]));
  }
  expect(inputsOf("invoker-03afc672-may-ask")).toMatchObject({
    principal: "arn:aws:iam::210987654321:role/app",
    functionUrlAuthType: "AWS_IAM",
  });
});

test("an HTTP API asks the alias, signed, throttled, and lets browsers ask whether they may", async () => {
  const { outputs, inputsOf, names } = await declare({
    endpoint: "http-api",
    corsOrigins: ["*"],
    throttleRequestsPerSecond: 50,
    throttleBurst: 100,
  });
  const own = ["api", "api-may-invoke", "integration", "preflight", "route", "stage"];
  expect(names).toEqual([...core, ...own].toSorted());
  const apiId = "lambda-test-api-id";
  const target = "integrations/lambda-test-integration-id";
  expect(inputsOf("api")).toMatchObject({ protocolType: "HTTP", corsConfiguration: { allowOrigins: ["*"] }, tags });
  expect(inputsOf("integration")).toEqual({
    apiId,
    integrationType: "AWS_PROXY",
    integrationMethod: "POST",
    integrationUri: "invoke:lambda-test-live-1a2b3c4",
    payloadFormatVersion: "2.0",
    timeoutMilliseconds: 30_000,
  });
  expect(inputsOf("route")).toEqual({ apiId, routeKey: "$default", authorizationType: "AWS_IAM", target });
  expect(inputsOf("preflight")).toEqual({ apiId, routeKey: "OPTIONS /{proxy+}", authorizationType: "NONE", target });
  expect(inputsOf("stage")).toEqual({
    apiId,
    name: "$default",
    autoDeploy: true,
    defaultRouteSettings: { throttlingRateLimit: 50, throttlingBurstLimit: 100 },
    tags,
  });
  expect(inputsOf("api-may-invoke")).toEqual({
    function: "lambda-test-model-1a2b3c4",
    qualifier: "live",
    action: "lambda:InvokeFunction",
    principal: "apigateway.amazonaws.com",
    sourceArn: "execute:lambda-test-api-1a2b3c4/*/*",
  });
  expect(outputs["auth"]).toBe("aws-sigv4:eu-west-1:execute-api");
});

test("a REST API hands every method of every path to the alias, and lets other accounts in by its policy", async () => {
  const { outputs, inputsOf, policyOf } = await declare({
    endpoint: "rest-api",
    timeoutSeconds: 29,
    invokers: ["210987654321"],
    throttleRequestsPerSecond: 50,
    throttleBurst: 100,
  });
  expect(Object.keys(inputsOf("api") ?? {})).not.toContain("policy");
  expect(policyOf("policy").Statement).toEqual([
    {
      Effect: "Allow",
      Action: ["execute-api:Invoke"],
      Principal: { AWS: ["arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:root"] },
      Resource: "execute:lambda-test-api-1a2b3c4/*",
    },
  ]);
  for (const [place, resourceId] of [
    ["root", "root"],
    ["path", "lambda-test-every-path-id"],
  ]) {
    expect(inputsOf(`${place}-method`)).toEqual({
      restApi: "lambda-test-api-id",
      resourceId,
      httpMethod: "ANY",
      authorization: "AWS_IAM",
    });
    expect(inputsOf(`${place}-integration`)).toMatchObject({
      resourceId,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: "invoke:lambda-test-live-1a2b3c4",
      timeoutMilliseconds: 29_000,
    });
  }
  expect(inputsOf("stage")).toMatchObject({ stageName: "live", deployment: "lambda-test-deployment-id" });
  expect(inputsOf("throttle")).toMatchObject({
    methodPath: "*/*",
    settings: { throttlingRateLimit: 50, throttlingBurstLimit: 100 },
  });
  expect(outputs).toMatchObject({ url: "https://rest.execute-api/live", auth: "aws-sigv4:eu-west-1:execute-api" });
});

test("a private REST API lets browsers ask whether their pages may, and leaves the answer to the app", async () => {
  const corsOrigins = ["https://app.example.com", "http://localhost:5173"];
  const { inputsOf, names, policyOf } = await declare({
    endpoint: "rest-api",
    timeoutSeconds: 29,
    corsOrigins,
    invokers: ["210987654321"],
  });
  expect(variablesOf(inputsOf("model"))["CORS_ORIGINS"]).toBe("https://app.example.com,http://localhost:5173");
  for (const [place, resourceId] of [
    ["root", "root"],
    ["path", "lambda-test-every-path-id"],
  ]) {
    expect(inputsOf(`${place}-method`)).toMatchObject({ httpMethod: "ANY", authorization: "AWS_IAM" });
    expect(inputsOf(`${place}-preflight-method`)).toEqual({
      restApi: "lambda-test-api-id",
      resourceId,
      httpMethod: "OPTIONS",
      authorization: "NONE",
    });
    expect(inputsOf(`${place}-preflight-integration`)).toEqual({
      restApi: "lambda-test-api-id",
      resourceId,
      httpMethod: "OPTIONS",
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri: "invoke:lambda-test-live-1a2b3c4",
      timeoutMilliseconds: 29_000,
    });
  }
  expect(policyOf("policy").Statement).toEqual([
    expect.objectContaining({
      Principal: { AWS: ["arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:root"] },
    }),
    {
      Effect: "Allow",
      Action: ["execute-api:Invoke"],
      Principal: "*",
      Resource: "execute:lambda-test-api-1a2b3c4/live/OPTIONS/*",
    },
  ]);
  expect(names.filter((name) => name.includes("preflight"))).toHaveLength(4);
});

test("a REST API that lets no page in takes OPTIONS signed, as everything else", async () => {
  const { inputsOf, policyOf } = await declare({ endpoint: "rest-api", timeoutSeconds: 29 });
  expect(inputsOf("path-preflight-method")).toMatchObject({ httpMethod: "OPTIONS", authorization: "AWS_IAM" });
  expect(policyOf("policy").Statement).toEqual([
    expect.objectContaining({ Principal: { AWS: ["arn:aws:iam::123456789012:root"] } }),
  ]);
});

test("an HTTP API without a limit of its own declares the account's", async () => {
  const { inputsOf } = await declare({ endpoint: "http-api" });
  expect(inputsOf("stage")).toMatchObject({
    defaultRouteSettings: { throttlingRateLimit: 10_000, throttlingBurstLimit: 5000 },
  });
});

test.each([
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
])("in %s accounts are ARNs of %s", async (region, partition) => {
  const { inputsOf } = await declareWith(
    deploy,
    { invokers: ["210987654321"] },
    unbuilt,
    { "aws:region": region },
    { partition },
  );
  expect(inputsOf("account-may-ask")).toMatchObject({ principal: `arn:${partition}:iam::123456789012:root` });
  expect(inputsOf("invoker-fbc80910-may-ask")).toMatchObject({ principal: `arn:${partition}:iam::210987654321:root` });
});

test("a public REST API lets browsers ask as it does everybody", async () => {
  const settings = { endpoint: "rest-api", timeoutSeconds: 29, public: true, corsOrigins: ["*"] };
  const { inputsOf, policyOf } = await declare(settings);
  expect(inputsOf("path-method")).toMatchObject({ httpMethod: "ANY", authorization: "NONE" });
  expect(inputsOf("path-preflight-method")).toMatchObject({ httpMethod: "OPTIONS", authorization: "NONE" });
  expect(policyOf("policy").Statement).toEqual([
    expect.objectContaining({ Principal: "*", Resource: "execute:lambda-test-api-1a2b3c4/*" }),
  ]);
  expect(variablesOf(inputsOf("model"))["CORS_ORIGINS"]).toBe("*");
});

test.each([["function-url"], ["http-api"]])(
  "behind %s the app says nothing of CORS, which the door does",
  async (endpoint) => {
    const { inputsOf } = await declare({ endpoint, corsOrigins: ["https://app.example.com"] });
    expect(Object.keys(variablesOf(inputsOf("model")))).not.toContain("CORS_ORIGINS");
  },
);

test("a REST API is deployed anew when who may ask it changes, and only then", async () => {
  const contentWith = async (settings: object) => {
    const { inputsOf } = await declare({ endpoint: "rest-api", timeoutSeconds: 29, ...settings });
    return inputsOf("deployment")?.["triggers"];
  };
  const first = await contentWith({});
  expect(await contentWith({ memoryMiB: 2048 })).toEqual(first);
  expect(await contentWith({ public: true })).not.toEqual(first);
  expect(await contentWith({ invokers: ["210987654321"] })).not.toEqual(first);
  const forPages = await contentWith({ corsOrigins: ["https://app.example.com"] });
  expect(forPages).not.toEqual(first);
  expect(await contentWith({ corsOrigins: ["*"] })).toEqual(forPages);
});
