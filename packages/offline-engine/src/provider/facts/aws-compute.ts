// Lambda and its HTTP endpoints.
import { membersOf, textOf, type Value } from "@modelport/sdk-schema/wire";
import { fill, type Making } from "./making.ts";
import type { FactsTable } from "./type-facts.ts";

const lambdaArn = "arn:aws:lambda:{region}:{account}";
const apiArn = "arn:aws:apigateway:{region}::";

/**
 * What a new version of a function is made for: https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html, and
 * needsFunctionConfigUpdate and needsFunctionCodeUpdate in terraform-provider-aws, internal/service/lambda/function.go.
 */
const VERSIONED_INPUTS = new Set(
  (
    "code imageUri s3Bucket s3Key s3ObjectVersion sourceCodeHash architectures description environment ephemeralStorage " +
    "fileSystemConfig handler imageConfig kmsKeyArn layers loggingConfig memorySize role runtime snapStart timeout " +
    "tracingConfig vpcConfig deadLetterConfig publish durableConfig capacityProviderConfig publishTo codeSha256 sourceKmsKeyArn"
  ).split(" "),
);

const isNewVersion = ({ inputs, changed }: Pick<Making, "inputs" | "changed">): boolean =>
  inputs["publish"] === true && changed.some((input) => VERSIONED_INPUTS.has(input));

function functionVersion(making: Making): string {
  if (making.inputs["publish"] !== true) return "$LATEST";
  const before = Number(making.previous?.["version"]) || 0;
  return String(making.previous === undefined || isNewVersion(making) ? before + 1 : before);
}

/** The engine's hash of the archive, unless the digest of a zip is given. */
function codeSha256({ inputs }: Making): string {
  const given = textOf(inputs["sourceCodeHash"]);
  return given || Buffer.from(textOf(membersOf(inputs["code"])["hash"]), "hex").toString("base64");
}

/** The name of a function that an input gives by its name, its ARN, or its name and a qualifier. */
function functionOf({ inputs }: Making): string {
  const given = textOf(inputs["functionName"] ?? inputs["function"]);
  return given.replace(/^arn:.*:function:/, "").split(":")[0] ?? given;
}

function withQualifier(making: Making, separator: string): string {
  const { qualifier } = making.inputs;
  return typeof qualifier === "string" ? `${functionOf(making)}${separator}${qualifier}` : functionOf(making);
}

const functionArn = (making: Making, rest = ""): string =>
  fill(`${lambdaArn}:function:`, making) + functionOf(making) + rest;

const invocation = (arn: string, making: Making): string =>
  fill("arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/", making) + `${arn}/invocations`;

const ownArn = (making: Making): string => fill(`${lambdaArn}:function:{name}`, making);

const lambda: FactsTable = {
  "aws:lambda/function:Function": {
    longestName: 64,
    replaceOn: ["packageType", "tenancyConfig"],
    unknownAfter: (making) =>
      isNewVersion(making)
        ? ["version", "qualifiedArn", "qualifiedInvokeArn", "lastModified", "codeSha256", "sourceCodeSize"]
        : ["lastModified"],
    outputs: {
      arn: ownArn,
      invokeArn: (making) => invocation(ownArn(making), making),
      responseStreamingInvokeArn: (making) =>
        invocation(ownArn(making), making).replace("/invocations", "/response-streaming-invocations"),
      architectures: () => ["x86_64"],
      codeSha256,
      ephemeralStorage: () => ({ size: 512 }),
      loggingConfig: (making) => ({ logFormat: "Text", logGroup: `/aws/lambda/${making.name}` }),
      signingJobArn: "",
      signingProfileVersionArn: "",
      tracingConfig: () => ({ mode: "PassThrough" }),
      version: functionVersion,
      qualifiedArn: (making) => `${ownArn(making)}:${functionVersion(making)}`,
      qualifiedInvokeArn: (making) => invocation(`${ownArn(making)}:${functionVersion(making)}`, making),
    },
  },
  "aws:lambda/alias:Alias": {
    uniqueWithin: ["functionName"],
    replaceOn: ["functionName"],
    id: (making) => functionArn(making, `:${making.name}`),
    outputs: {
      arn: "{id}",
      invokeArn: (making) => invocation(making.id, making),
    },
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    replaceOn: ["functionName", "qualifier"],
    id: (making) => withQualifier(making, "/"),
    outputs: {
      functionArn: (making) => fill(`${lambdaArn}:function:`, making) + withQualifier(making, ":"),
      functionUrl: "https://{b36:32}.lambda-url.{region}.on.aws/",
      urlId: "{b36:32}",
    },
  },
  "aws:lambda/permission:Permission": {
    nameInput: "statementId",
    longestName: 100,
    uniqueWithin: ["function", "qualifier"],
    replaceOn: "*",
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    replaceOn: ["functionName", "qualifier"],
    id: (making) => withQualifier(making, ","),
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    replaceOn: ["functionName", "qualifier"],
    id: (making) => withQualifier(making, ":"),
  },
};

const httpApi: FactsTable = {
  "aws:apigatewayv2/api:Api": {
    uniqueWithin: null,
    updateOn: ["name"],
    replaceOn: ["protocolType", "credentialsArn", "routeKey", "target"],
    id: "{b36:10}",
    outputs: {
      apiEndpoint: "https://{id}.execute-api.{region}.amazonaws.com",
      arn: `${apiArn}/apis/{id}`,
      executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
    },
  },
  "aws:apigatewayv2/stage:Stage": {
    uniqueWithin: ["apiId"],
    replaceOn: ["apiId"],
    outputs: {
      arn: `${apiArn}/apis/{apiId}/stages/{name}`,
      executionArn: "arn:aws:execute-api:{region}:{account}:{apiId}/{name}",
      invokeUrl: (making) =>
        fill("https://{apiId}.execute-api.{region}.amazonaws.com/", making) +
        (making.name === "$default" ? "" : making.name),
    },
  },
  "aws:apigatewayv2/integration:Integration": {
    replaceOn: ["apiId", "integrationType", "integrationSubtype"],
    id: "{b36:7}",
  },
  "aws:apigatewayv2/route:Route": {
    nameInput: "routeKey",
    uniqueWithin: ["apiId"],
    updateOn: ["routeKey"],
    replaceOn: ["apiId"],
    id: "{b36:7}",
  },
  "aws:apigatewayv2/deployment:Deployment": { replaceOn: ["apiId", "triggers"], id: "{b36:6}" },
};

const restApi: FactsTable = {
  "aws:apigateway/restApi:RestApi": {
    uniqueWithin: null,
    updateOn: ["name"],
    id: "{b36:10}",
    outputs: {
      arn: `${apiArn}/restapis/{id}`,
      executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
      rootResourceId: "{b36:9}",
    },
  },
  // One per API; its id is that of the API.
  "aws:apigateway/restApiPolicy:RestApiPolicy": { nameInput: null, replaceOn: ["restApiId"], id: "{restApiId}" },
  "aws:apigateway/resource:Resource": {
    nameInput: "pathPart",
    uniqueWithin: ["restApi", "parentId"],
    replaceOn: ["restApi"],
    updateOn: ["pathPart"],
    id: "{b36:6}",
    outputs: { path: resourcePath },
  },
  "aws:apigateway/method:Method": {
    nameInput: "httpMethod",
    uniqueWithin: ["restApi", "resourceId"],
    replaceOn: ["restApi", "resourceId"],
    id: "agm-{restApi}-{resourceId}-{httpMethod}",
  },
  "aws:apigateway/integration:Integration": {
    nameInput: "httpMethod",
    uniqueWithin: ["restApi", "resourceId"],
    replaceOn: ["restApi", "resourceId", "type", "integrationHttpMethod", "credentials", "passthroughBehavior"],
    // Patched in place by apigateway/integration.go.
    updateOn: ["connectionType", "connectionId"],
    id: "agi-{restApi}-{resourceId}-{httpMethod}",
  },
  "aws:apigateway/deployment:Deployment": {
    replaceOn: ["restApi", "triggers", "variables"],
    id: "{b36:6}",
    // "Active stages pointing to this deployment must be moved or deleted": https://github.com/pulumi/pulumi/issues/10662
    neededBy: ["aws:apigateway/stage:Stage"],
  },
  "aws:apigateway/methodSettings:MethodSettings": {
    replaceOn: ["restApi", "stageName", "methodPath"],
    id: "{restApi}-{stageName}-{methodPath}",
  },
  "aws:apigateway/stage:Stage": {
    nameInput: "stageName",
    uniqueWithin: ["restApi"],
    replaceOn: ["restApi"],
    id: "ags-{restApi}-{stageName}",
    outputs: {
      arn: `${apiArn}/restapis/{restApi}/stages/{stageName}`,
      executionArn: "arn:aws:execute-api:{region}:{account}:{restApi}/{stageName}",
      invokeUrl: "https://{restApi}.execute-api.{region}.amazonaws.com/{stageName}",
      webAclArn: "",
    },
  },
};

function resourcePath(making: Making): Value {
  const parent = making
    .others()
    .find(({ type, id }) => type === "aws:apigateway/resource:Resource" && id === making.inputs["parentId"]);
  const above = parent === undefined ? "" : textOf(parent.outputs["path"]);
  return `${above}/${textOf(making.inputs["pathPart"])}`;
}

export const awsCompute: FactsTable = { ...lambda, ...httpApi, ...restApi };
