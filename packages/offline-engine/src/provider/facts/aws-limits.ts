// Values that AWS refuses and its provider passes on: sizes, counts, characters. The messages are AWS's own if a
// page or a thread quotes them (variables, policies of functions, patterns), and similar ones otherwise.
import { isObject, membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { BehaviorTable, Refusal } from "./behavior.ts";
import type { Making } from "./making.ts";

const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";

const MOST_ENVIRONMENT_BYTES = 4096;

/** Of all variables together, as JSON. */
const environment: Refusal = {
  says: ({ inputs }) => {
    const measured = JSON.stringify(membersOf(inputs["environment"])["variables"] ?? {});
    return Buffer.byteLength(measured) <= MOST_ENVIRONMENT_BYTES
      ? undefined
      : "InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment " +
          `variables you have provided exceeded the 4KB limit. String measured: ${measured}`;
  },
  source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
};

const most = (count: number, ...path: readonly [string, string]): Refusal => ({
  says: ({ inputs }) => {
    const items = membersOf(inputs[path[0]])[path[1]];
    return !Array.isArray(items) || items.length <= count
      ? undefined
      : `ValidationException: Value at '${path.join(".")}' failed to satisfy constraint: ` +
          `Member must have length less than or equal to ${count}`;
  },
  source: "https://docs.aws.amazon.com/lambda/latest/dg/API_VpcConfig.html",
});

const TAG = { name: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, value: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u };
const MOST_TAGS = 50;

/** IAM is the strictest of the services whose resources the targets tag. */
const tags: Refusal = {
  says: ({ inputs }) => {
    const given = Object.entries(membersOf(inputs["tags"]));
    if (given.length > MOST_TAGS) return `LimitExceededException: Cannot exceed quota for TagsPerRole: ${MOST_TAGS}`;
    const wrong = given.find(([name, value]) => !TAG.name.test(name) || !TAG.value.test(textOf(value)));
    return wrong === undefined
      ? undefined
      : `ValidationError: tag ${JSON.stringify(wrong)} failed to satisfy constraint: ` +
          "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*";
  },
  source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html",
};

const MOST_POLICY_BYTES = 20_480;

/** The policy of a function, or of one alias of it. */
const functionPolicy: Refusal = {
  on: ["create"],
  says: (making) => {
    const beside = making
      .others()
      .filter(({ type, inputs }) => type === PERMISSION && sameTarget(inputs, making.inputs));
    const statements = [...beside.map(({ inputs }) => inputs), making.inputs].map((inputs) =>
      statementOf(inputs, making),
    );
    const bytes = Buffer.byteLength(JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements }));
    return bytes <= MOST_POLICY_BYTES
      ? undefined
      : `PolicyLengthExceededException: The final policy size (${bytes}) is bigger than the limit (${MOST_POLICY_BYTES}).`;
  },
  source:
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, https://github.com/aws/aws-cdk/issues/9327",
};

const sameTarget = (one: Values, other: Values): boolean =>
  ["function", "qualifier"].every((name) => textOf(one[name]) === textOf(other[name]));

function statementOf(inputs: Values, { world }: Making): Value {
  const text = (name: string) => textOf(inputs[name]);
  const target = [text("function"), text("qualifier")].filter(Boolean).join(":");
  const conditions = {
    StringEquals: { "lambda:FunctionUrlAuthType": inputs["functionUrlAuthType"] },
    Bool: { "lambda:InvokedViaFunctionUrl": inputs["invokedViaFunctionUrl"] === true ? "true" : undefined },
    ArnLike: { "AWS:SourceArn": inputs["sourceArn"] },
  };
  const given = Object.entries(conditions).filter(([, condition]) => Object.values(condition)[0] !== undefined);
  const principal = text("principal");
  return {
    Sid: text("statementId"),
    Effect: "Allow",
    Principal: principal === "*" ? "*" : { [/\.amazonaws\.com/.test(principal) ? "Service" : "AWS"]: principal },
    Action: text("action"),
    Resource: `arn:aws:lambda:${world.region}:${world.accountId}:function:${target}`,
    ...(given.length === 0 ? {} : { Condition: Object.fromEntries(given) as Values }),
  };
}

const MOST_API_POLICY_CHARACTERS = 8192;

const apiPolicy: Refusal = {
  says: ({ inputs }) => {
    const policy = isObject(inputs["policy"] ?? null) ? JSON.stringify(inputs["policy"]) : textOf(inputs["policy"]);
    return policy.length <= MOST_API_POLICY_CHARACTERS
      ? undefined
      : `BadRequestException: Policy is larger than ${MOST_API_POLICY_CHARACTERS} characters`;
  },
  source: "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: length of a resource policy",
};

export const awsLimits: BehaviorTable = {
  [FUNCTION]: {
    refusals: [environment, most(16, "vpcConfig", "subnetIds"), most(5, "vpcConfig", "securityGroupIds")],
  },
  [PERMISSION]: { refusals: [functionPolicy] },
  "aws:iam/role:Role": { refusals: [tags] },
  "aws:apigateway/restApi:RestApi": { refusals: [apiPolicy] },
  "aws:apigateway/restApiPolicy:RestApiPolicy": { refusals: [apiPolicy] },
};
