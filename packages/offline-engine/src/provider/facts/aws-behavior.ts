// What AWS and its provider do with inputs. Files are in github.com/hashicorp/terraform-provider-aws, internal/service.
import { textOf, type Value } from "@modelport/sdk-schema/wire";
import type { Answer, BehaviorTable, Edit, Equivalence, Refusal } from "./behavior.ts";
import { eachText, rootArn, samePolicy, withRootArns, withStatements } from "./policy-json.ts";
import type { Making } from "./making.ts";

const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";

const samePolicyBy = (source: string): Equivalence => ({ between: samePolicy, source });

const functionName = ({ inputs }: Pick<Making, "inputs">): string =>
  textOf(inputs["functionName"] ?? inputs["function"])
    .replace(/^arn:.*:function:/, "")
    .split(":")[0] ?? "";

/** A function accepts one change at a time. */
const functionEdit: Edit = {
  thing: functionName,
  called: "the policy of the function",
  refusal:
    "operation error Lambda: AddPermission, https response error StatusCode: 409, ResourceConflictException: " +
    "The function could not be updated due to a concurrent update operation.",
  source: "lambda/function_url.go calls AddPermission without a lock: https://github.com/anomalyco/sst/issues/6923",
};

/** AWS lets a function reserve concurrency only while ten stay unreserved. */
const LEAST_UNRESERVED = 100;

const setAside = (input: string): Refusal => ({
  says: ({ inputs, others, name }, { account: { concurrentExecutions: quota } }) => {
    const reserved = others()
      .filter((other) => other.type === FUNCTION && other.outputs["name"] !== name)
      .reduce((sum, { inputs: given }) => sum + Math.max(0, Number(given["reservedConcurrentExecutions"] ?? 0)), 0);
    const asked = Number(inputs[input] ?? 0);
    const least = Math.min(LEAST_UNRESERVED, quota);
    return asked <= 0 || quota - reserved - asked >= least
      ? undefined
      : "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's " +
          `UnreservedConcurrentExecution below its minimum value of [${least}].`;
  },
  source:
    "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html, https://github.com/anomalyco/sst/issues/5829",
});

/** lambda/function.go, Update: PutFunctionConcurrency comes after the configuration and the code, and before PublishVersion. */
const CONCURRENCY = {
  inputs: ["reservedConcurrentExecutions"],
  outputs: ["version", "qualifiedArn", "qualifiedInvokeArn"],
};

const lambda: BehaviorTable = {
  [FUNCTION]: {
    recomputed: { codeSha256: "lambda/function.go: CustomizeDiff sets it new where the code changes" },
    refusals: [{ ...setAside("reservedConcurrentExecutions"), late: CONCURRENCY }],
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    refusals: [setAside("provisionedConcurrentExecutions")],
  },
  [PERMISSION]: {
    answers: {
      principal: {
        as: (given, { world }) => eachText(given, (name) => rootArn(name, world.region)),
        source: "lambda/permission.go reads `AWS` of the policy back into `principal`, which is ForceNew: issue 30722",
      },
    },
    edit: {
      ...functionEdit,
      lock: "aws_lambda_permission",
      retried: ["create"],
      source: "lambda/permission.go: GlobalMutexKV by function name; Create retries ResourceConflictException",
    },
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    edit: {
      ...functionEdit,
      calls: ({ inputs }, operation) => (operation === "create" && inputs["authorizationType"] === "NONE" ? 3 : 1),
    },
    besides: {
      on: ["create"],
      make: (making) => (making.inputs["authorizationType"] === "NONE" ? publicStatements(making) : []),
      source:
        "lambda/function_url.go, Create: both stay when the URL is changed or deleted; an id that is taken is no error",
    },
  },
};

function publicStatements(making: Making) {
  const { functionName: name = null, qualifier } = making.inputs;
  const grant = { function: name, principal: "*", ...(qualifier === undefined ? {} : { qualifier }) };
  const endsWith = { type: FUNCTION, id: functionName(making) };
  const statement = (statementId: string, more: Readonly<Record<string, Value>>) => ({
    type: PERMISSION,
    inputs: { ...grant, statementId, ...more },
    endsWith,
  });
  return [
    statement("FunctionURLAllowPublicAccess", { action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" }),
    statement("FunctionURLAllowInvokeAction", { action: "lambda:InvokeFunction", invokedViaFunctionUrl: true }),
  ];
}

/** API Gateway stores the full ARN of what a policy calls `execute-api:/...`. */
const apiPolicy = (apiOf: (making: Making & { readonly id: string }) => string): Answer => ({
  as: (given, making) =>
    withStatements(given, (statement) => ({
      ...withRootArns(statement, making.world.region),
      ...(statement["Resource"] === undefined
        ? {}
        : {
            Resource: eachText(statement["Resource"], (resource) =>
              resource.replace(
                /^execute-api:\//,
                `arn:aws:execute-api:${making.world.region}:${making.world.accountId}:${apiOf(making)}/`,
              ),
            ),
          }),
    })),
  source:
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html, issues 5549 and 15602",
});

const REST_API = "aws:apigateway/restApi:RestApi";
const REST_API_POLICY = "aws:apigateway/restApiPolicy:RestApiPolicy";
const METHOD = "aws:apigateway/method:Method";

/** The API as deployed: its policy, and the authorization of each method. */
function deployedApi({ inputs, others }: Making): Value {
  const { restApi = "" } = inputs;
  const ofApi = (type: string) =>
    others().filter((other) => other.type === type && [other.id, other.inputs["restApi"]].includes(restApi));
  const [policy] = [...ofApi(REST_API_POLICY), ...ofApi(REST_API)].map(({ outputs }) => outputs["policy"] ?? "");
  const methods = ofApi(METHOD).toSorted((one, other) => (one.urn < other.urn ? -1 : 1));
  return {
    policy: policy ?? "",
    methods: methods.map(({ outputs }) =>
      ["resourceId", "httpMethod", "authorization"].map((name) => textOf(outputs[name])).join(" "),
    ),
  };
}

const apis: BehaviorTable = {
  "aws:apigateway/deployment:Deployment": {
    holds: {
      of: deployedApi,
      source:
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html: a snapshot of the API",
    },
  },
  [REST_API]: {
    answers: { policy: apiPolicy(({ id }) => id) },
    equivalences: { policy: samePolicyBy("apigateway/rest_api.go: IAMPolicyDocumentSchemaOptionalComputed") },
  },
  [REST_API_POLICY]: {
    answers: { policy: apiPolicy(({ inputs }) => textOf(inputs["restApiId"])) },
    equivalences: { policy: samePolicyBy("apigateway/rest_api_policy.go: SuppressEquivalentPolicyDiffs") },
  },
  "aws:apigatewayv2/stage:Stage": {
    kept: { defaultRouteSettings: "apigatewayv2/stage.go: SuppressMissingOptionalConfigurationBlock" },
  },
};

const rootArns: Answer = {
  as: (given, { world }) => withStatements(given, (statement) => withRootArns(statement, world.region)),
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
};

const policies: BehaviorTable = {
  "aws:iam/role:Role": {
    answers: { assumeRolePolicy: rootArns },
    equivalences: { assumeRolePolicy: samePolicyBy("iam/role.go: SuppressEquivalentPolicyDiffs") },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    equivalences: { policy: samePolicyBy("iam/role_policy.go: SuppressEquivalentPolicyDiffs") },
  },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": {
    answers: { policy: rootArns },
    equivalences: { policy: samePolicyBy("ecr/repository_policy.go: SuppressEquivalentPolicyDiffs") },
  },
};

export const awsBehavior: BehaviorTable = { ...lambda, ...apis, ...policies };
