// What the clouds' functions (`aws.getCallerIdentity()`) answer to a program under mocks.
import type { TargetSuite } from "./check.ts";
import { ACCOUNT } from "./state-of.ts";

type Members = Readonly<Record<string, unknown>>;
type Configuration = Readonly<Record<string, string>>;

/** The answer to `token`, the suite's own before those of this file; throws a sentence where nobody has one. */
export function answerCall(
  token: string,
  inputs: Members,
  { calls, config }: Pick<TargetSuite, "calls" | "config">,
): Record<string, unknown> {
  const answer = calls?.[token] ?? answers[token];
  if (answer === undefined) {
    throw new Error(`The suite has no answer to ${token}: give one in its \`calls\`.`);
  }
  return { ...answer(inputs, config ?? {}) };
}

const answers: Readonly<Record<string, (inputs: Members, config: Configuration) => Members>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: ACCOUNT,
    accountId: ACCOUNT,
    userId: "AIDAEXAMPLE",
    arn: `arn:aws:iam::${ACCOUNT}:user/example`,
  }),
  "aws:index/getRegion:getRegion": (_inputs, config) => {
    const region = config["aws:region"] ?? "us-east-1";
    return { id: region, region, name: region, description: "", endpoint: `ec2.${region}.amazonaws.com` };
  },
  "aws:index/getPartition:getPartition": (_inputs, config) => ({
    id: partitionOf(config["aws:region"]),
    partition: partitionOf(config["aws:region"]),
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_inputs, config) => {
    const region = config["aws:region"] ?? "us-east-1";
    const names = ["a", "b", "c"].map((zone) => `${region}${zone}`);
    return { id: region, names, zoneIds: names };
  },
  "aws:servicequotas/getServiceQuota:getServiceQuota": (inputs) => ({ ...inputs, id: "quota", value: 1000 }),
  "aws:iam/getPolicyDocument:getPolicyDocument": ({ statements }) => ({ id: "1", json: policyJson(statements) }),
  "gcp:organizations/getProject:getProject": (inputs, config) => {
    const asked = inputs["projectId"];
    const projectId = typeof asked === "string" ? asked : (config["gcp:project"] ?? "example-project");
    return { id: `projects/${projectId}`, projectId, name: projectId, number: ACCOUNT };
  },
  "gcp:organizations/getClientConfig:getClientConfig": (_inputs, config) => ({
    id: "config",
    project: config["gcp:project"] ?? "example-project",
    region: config["gcp:region"] ?? "us-central1",
    accessToken: "example",
  }),
};

const partitionOf = (region = "us-east-1"): string =>
  region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";

interface Statement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
  readonly conditions?: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/** The document that AWS's provider writes for `statements`. */
function policyJson(statements: unknown): string {
  const written = ((statements ?? []) as readonly Statement[]).map((statement) => ({
    ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
    Effect: statement.effect ?? "Allow",
    ...(statement.actions === undefined ? {} : { Action: statement.actions }),
    ...(statement.resources === undefined ? {} : { Resource: statement.resources }),
    ...(statement.principals === undefined
      ? {}
      : { Principal: Object.fromEntries(statement.principals.map(({ type, identifiers }) => [type, identifiers])) }),
    ...(statement.conditions === undefined ? {} : { Condition: conditionsOf(statement.conditions) }),
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement: written });
}

function conditionsOf(conditions: NonNullable<Statement["conditions"]>): Members {
  const tests: Record<string, Record<string, readonly string[]>> = {};
  for (const { test, variable, values } of conditions) tests[test] = { ...tests[test], [variable]: values };
  return tests;
}
