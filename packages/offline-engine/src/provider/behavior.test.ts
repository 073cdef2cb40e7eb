// The stand-ins behave as clouds and bridged providers do: they normalize, keep, suppress, refuse and collide.
import { expect, test } from "vitest";
import { standIn } from "./stand-in.testing.ts";
import type { Values } from "@modelport/sdk-schema/wire";

const PERMISSION = "aws:lambda/permission:Permission";
const URL = "aws:lambda/functionUrl:FunctionUrl";
const REST_API = "aws:apigateway/restApi:RestApi";
const STAGE = "aws:apigatewayv2/stage:Stage";
const FUNCTION = "aws:lambda/function:Function";

const grant = (principal: string, more: Values = {}) => ({
  function: "model",
  action: "lambda:InvokeFunction",
  principal,
  ...more,
});

const policy = (principals: readonly string[], resource: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["execute-api:Invoke"], Principal: { AWS: principals }, Resource: resource },
    ],
  });

test("an account as a principal comes back as the ARN of its root, and the next diff replaces the permission", async () => {
  const { make, diff } = standIn("aws", { region: "cn-north-1" });
  const made = await make(PERMISSION, "caller", grant("210987654321"));
  expect(made.outputs["principal"]).toBe("arn:aws-cn:iam::210987654321:root");
  expect(await diff(PERMISSION, "caller", made, grant("210987654321"))).toEqual(["replace principal"]);
  expect(await diff(PERMISSION, "caller", made, grant("arn:aws-cn:iam::210987654321:root"))).toEqual([]);
});

test("API Gateway expands a policy; accounts are no difference to the provider, short ARNs are", async () => {
  const { make, diff } = standIn("aws", { region: "us-east-1" });
  const short = { name: "api", policy: policy(["210987654321"], "execute-api:/*") };
  const made = await make(REST_API, "api", short);
  expect(await diff(REST_API, "api", made, short)).toEqual(["update policy"]);
  const full = policy(["210987654321"], `arn:aws:execute-api:us-east-1:123456789012:${made.id}/*`);
  expect(await diff(REST_API, "api", made, { name: "api", policy: full })).toEqual([]);
});

test("an optional input that the cloud computes stays when it is left out; a removed one goes", async () => {
  const { make, diff, change } = standIn("aws");
  const made = await make(REST_API, "api", { name: "api", policy: policy(["*"], "*"), tags: { team: "risk" } });
  expect(await diff(REST_API, "api", made, { name: "api" })).toEqual(["delete tags"]);
  const { outputs } = await change(REST_API, "api", made, { name: "api" });
  expect(outputs["policy"]).toBe(made.outputs["policy"]);
  expect(outputs["tags"]).toBeUndefined();
});

test("a block whose absence the provider suppresses stays too", async () => {
  const { make, diff, change } = standIn("aws");
  const given = { apiId: "a", name: "$default", defaultRouteSettings: { throttlingRateLimit: 5 } };
  const made = await make(STAGE, "stage", given);
  const { defaultRouteSettings, ...without } = given;
  expect(await diff(STAGE, "stage", made, without)).toEqual([]);
  expect((await change(STAGE, "stage", made, without)).outputs).toMatchObject({ defaultRouteSettings });
  expect(await diff(STAGE, "stage", made, { ...given, defaultRouteSettings: { throttlingRateLimit: 9 } })).toEqual([
    "update defaultRouteSettings.throttlingRateLimit",
  ]);
});

test("a public URL adds its statements without waiting, and is refused while a permission is added", async () => {
  const { make } = standIn("aws");
  const url = { functionName: "model", authorizationType: "NONE" };
  const both = await Promise.allSettled([make(PERMISSION, "caller", grant("*")), make(URL, "url", url)]);
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  expect(both[1]).toMatchObject({
    reason: { message: expect.stringContaining("could not be updated due to a concurrent update operation") },
  });
  // The lock of the provider, and its retries.
  await Promise.all([make(PERMISSION, "a", grant("*")), make(PERMISSION, "b", grant("*"))]);
});

test("the statements of a public URL stay when it is made private, and go with the function; taken ids are no error", async () => {
  const { cloud, make, change, remove } = standIn("aws");
  const model = await make(FUNCTION, "model", { name: "model", role: "arn" });
  const url = { functionName: "model", authorizationType: "NONE" };
  await make(PERMISSION, "caller", grant("*", { statementId: "FunctionURLAllowPublicAccess" }));
  const made = await make(URL, "url", url);
  const statements = () => cloud.all().filter(({ type }) => type === PERMISSION);
  expect(statements().map(({ id }) => id)).toEqual(["FunctionURLAllowPublicAccess", "FunctionURLAllowInvokeAction"]);
  await change(URL, "url", made, { ...url, authorizationType: "AWS_IAM" });
  await remove(URL, "url", made);
  expect(statements()).toHaveLength(2);
  await remove(FUNCTION, "model", model);
  expect(statements().map(({ id }) => id)).toEqual(["FunctionURLAllowPublicAccess"]);
});

test("a new account has ten concurrent executions, of which none can be set aside", async () => {
  const reserved = { name: "model", role: "arn", reservedConcurrentExecutions: 1 };
  await expect(standIn("aws", {}, "new").make(FUNCTION, "model", reserved)).rejects.toThrow(
    "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].",
  );
  await expect(standIn("aws").make(FUNCTION, "model", reserved)).resolves.toBeDefined();
});

test.each([
  ["new", 10],
  ["used", 1000],
] as const)("Service Quotas tells how many a %s account has", async (account, value) => {
  const token = "aws:servicequotas/getServiceQuota:getServiceQuota";
  const { provider } = standIn("aws", {}, account);
  const { answer } = await provider.invoke(token, { serviceCode: "lambda", quotaCode: "L-B99A9384" });
  expect(answer).toMatchObject({ value });
});
