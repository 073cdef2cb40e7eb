// What the schemas of the AWS provider say, type by type, for everything that stacks/lambda declares, and what the stand-in does with it.
import { describe, expect, test } from "vitest";
import { findSdk, loadSchema } from "@modelport/sdk-schema";
import { staysWhenLeftOut } from "../planned-changes.ts";
import { standIn } from "../stand-in.testing.ts";
import type { Values } from "@modelport/sdk-schema/wire";
import { findFacts } from "./find-facts.ts";

const ROLE = "aws:iam/role:Role";
const DEPLOYMENT = "aws:apigateway/deployment:Deployment";
const STAGE = "aws:apigateway/stage:Stage";

/** Optional and Computed in the provider's schema, or a block whose absence it suppresses. `region` and names are in all of them. */
const KEPT: Readonly<Record<string, string>> = {
  "lambda/function:Function": "architectures codeSha256 ephemeralStorage loggingConfig sourceCodeHash tracingConfig",
  "lambda/alias:Alias": "",
  "lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": "",
  "lambda/permission:Permission": "statementId statementIdPrefix",
  "lambda/functionUrl:FunctionUrl": "",
  "iam/role:Role": "inlinePolicies managedPolicyArns",
  "iam/rolePolicy:RolePolicy": "",
  "cloudwatch/logGroup:LogGroup": "deletionProtectionEnabled logGroupClass",
  "cloudwatch/metricAlarm:MetricAlarm": "evaluateLowSampleCountPercentiles",
  "apigateway/restApi:RestApi":
    "apiKeySource binaryMediaTypes description disableExecuteApiEndpoint endpointConfiguration minimumCompressionSize policy " +
    "securityPolicy",
  "apigateway/resource:Resource": "",
  "apigateway/method:Method": "",
  "apigateway/integration:Integration": "cacheNamespace passthroughBehavior responseTransferMode",
  "apigateway/deployment:Deployment": "",
  "apigateway/stage:Stage": "",
  "apigateway/methodSettings:MethodSettings": "",
  "apigateway/restApiPolicy:RestApiPolicy": "",
  "apigatewayv2/api:Api": "ipAddressType",
  "apigatewayv2/integration:Integration": "timeoutMilliseconds",
  "apigatewayv2/route:Route": "",
  "apigatewayv2/stage:Stage": "defaultRouteSettings deploymentId",
  "ecr/repository:Repository": "encryptionConfigurations imageScanningConfiguration",
  "ecr/lifecyclePolicy:LifecyclePolicy": "",
  "ecr/repositoryPolicy:RepositoryPolicy": "",
};

test.each(Object.entries(KEPT))("what of %s stays when it is left out", async (type, kept) => {
  const token = `aws:${type}`;
  const sdk = findSdk("aws");
  const schema = sdk && (await loadSchema(sdk, token));
  if (schema === undefined) throw new Error("no such type");
  const stays = Object.entries(schema.inputs)
    .filter(([name, { required }]) => !required && staysWhenLeftOut(name, findFacts(token), schema))
    .map(([name]) => name);
  expect(stays.filter((name) => !["name", "namePrefix", "region"].includes(name)).join(" ")).toBe(kept);
});

describe("no difference to the provider", () => {
  const compared = async (type: string, state: Values, given: Values) => {
    const { make, diff } = standIn("aws");
    return diff(type, "it", await make(type, "it", state), given);
  };

  test("the order of what is a set, and what comes twice in it", async () => {
    const model = (vpcConfig: Values) => ({ role: "arn", vpcConfig });
    const type = "aws:lambda/function:Function";
    const vpc = { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] };
    expect(
      await compared(type, model(vpc), model({ ...vpc, subnetIds: ["subnet-2", "subnet-1", "subnet-2"] })),
    ).toEqual([]);
    expect(await compared(type, model(vpc), model({ ...vpc, subnetIds: ["subnet-2"] }))).not.toEqual([]);
    const cors = (allowOrigins: string[], maxAge?: number) => ({
      protocolType: "HTTP",
      corsConfiguration: { allowOrigins, ...(maxAge === undefined ? {} : { maxAge }) },
    });
    const api = "aws:apigatewayv2/api:Api";
    expect(await compared(api, cors(["https://a", "https://B"]), cors(["https://b", "https://a"]))).toEqual([]);
    expect(await compared(api, cors(["*"], 60), cors(["*"]))).toEqual(["delete corsConfiguration.maxAge"]);
  });

  test("levels of logs that are left out, while the format stays", async () => {
    const model = (loggingConfig: Values) => ({ role: "arn", loggingConfig });
    const type = "aws:lambda/function:Function";
    const json = { logFormat: "JSON", logGroup: "model", systemLogLevel: "WARN" };
    expect(await compared(type, model(json), model({ logFormat: "JSON", logGroup: "model" }))).toEqual([]);
    expect(await compared(type, model(json), model({ logFormat: "Text", logGroup: "model" }))).not.toEqual([]);
  });

  test("the order of a lifecycle policy's rules; another policy takes the place of the old one, which goes first", async () => {
    const type = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
    const rule = (rulePriority: number, countNumber: number) => ({ rulePriority, selection: { countNumber } });
    const given = (...rules: Values[]) => ({ repository: "shop", policy: JSON.stringify({ rules }) });
    const { provider, urn, make, diff } = standIn("aws");
    const made = await make(type, "newest", given(rule(1, 10), rule(2, 5)));
    expect(await diff(type, "newest", made, given(rule(2, 5), rule(1, 10)))).toEqual([]);
    expect(await diff(type, "newest", made, given(rule(1, 20)))).toEqual(["replace policy"]);
    const changing = { olds: made.outputs, oldInputs: made.inputs, news: given(rule(1, 20)) };
    expect(await provider.diff(urn(type, "newest"), changing)).toMatchObject({ deleteBeforeReplace: true });
  });
});

test("a deployment of a REST API stays while a stage points at it", async () => {
  const { make, remove } = standIn("aws");
  const deployment = await make(DEPLOYMENT, "deployment", { restApi: "api", triggers: { content: "1" } });
  const stage = await make(STAGE, "stage", { restApi: "api", deployment: deployment.id, stageName: "live" });
  await expect(remove(DEPLOYMENT, "deployment", deployment)).rejects.toThrow(
    `${DEPLOYMENT} ${deployment.id} is not deleted while ${STAGE} ${stage.id} needs it: delete that first.`,
  );
});

test("a made-up name that is too long for its type is refused in the bridge's words; nothing is cut off", async () => {
  const { provider, urn } = standIn("aws");
  const check = (name: string) => provider.check(urn(ROLE, name), {}, { assumeRolePolicy: "{}" });
  const { inputs } = await check("r".repeat(56));
  expect(inputs["name"]).toMatch(/^r{56}-[0-9a-f]{7}$/);
  await expect(check("r".repeat(57))).rejects.toThrow(
    `could not make instance of '${ROLE}': name '${"r".repeat(57)}-' plus 7 random chars is longer than maximum length 64`,
  );
});

test("an alias whose name was given goes before the one of another function is made", async () => {
  const { provider, urn, make } = standIn("aws");
  const alias = (functionName: string) => ({ name: "live", functionName, functionVersion: "1" });
  const made = await make("aws:lambda/alias:Alias", "live", alias("zip"));
  const changing = { olds: made.outputs, oldInputs: made.inputs, news: alias("image") };
  expect(await provider.diff(urn("aws:lambda/alias:Alias", "live"), changing)).toMatchObject({
    changes: [{ path: "functionName", replaces: true }],
    deleteBeforeReplace: true,
  });
});

test("a role stays while a policy is in it", async () => {
  const { make, remove } = standIn("aws");
  const role = await make(ROLE, "role", { name: "role", assumeRolePolicy: "{}" });
  const right = await make("aws:iam/rolePolicy:RolePolicy", "right", { role: "role", policy: "{}" });
  await expect(remove(ROLE, "role", role)).rejects.toThrow(
    `${ROLE} role is not deleted while aws:iam/rolePolicy:RolePolicy ${right.id} needs it: delete that first.`,
  );
});
