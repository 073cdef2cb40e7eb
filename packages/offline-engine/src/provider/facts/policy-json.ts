// IAM's policy documents as AWS stores them, and as HashiCorp's provider compares them.
import { isObject, mapValues, type Value, type Values } from "@modelport/sdk-schema/wire";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export const partitionOf = (region: string): string =>
  region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";

/** AWS stores an account's number as the ARN of its root: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export const rootArn = (principal: string, region: string): string =>
  /^\d{12}$/.test(principal) ? `arn:${partitionOf(region)}:iam::${principal}:root` : principal;

type Statement = Values;

/** `policy` with every statement changed; unchanged if it is not a policy document. */
export function withStatements(policy: Value, change: (statement: Statement) => Statement): Value {
  const document = parsed(policy);
  if (document === undefined) return policy;
  const { Statement: given = [] } = document;
  const statements = (Array.isArray(given) ? given : [given]).filter(isObject).map(change);
  return JSON.stringify({ ...document, Statement: statements });
}

/** A statement with the accounts among its principals as ARNs. */
export function withRootArns(statement: Statement, region: string): Statement {
  const { Principal: principal } = statement;
  if (!isObject(principal)) return statement;
  return { ...statement, Principal: mapValues(principal, (names) => eachText(names, (name) => rootArn(name, region))) };
}

export function eachText(value: Value | undefined, change: (text: string) => string): Value {
  if (typeof value === "string") return change(value);
  return Array.isArray(value) ? value.map((item: Value) => eachText(item, change)) : (value ?? null);
}

/**
 * Whether both are one policy for HashiCorp's provider: the order of statements and of lists, a string or a list of one, and
 * an account's number or the ARN of its root make no difference. Source:
 * https://github.com/hashicorp/awspolicyequivalence/blob/main/aws_policy_equivalence.go
 */
export function samePolicy(one: Value, other: Value): boolean {
  const [first, second] = [parsed(one), parsed(other)];
  if (first === undefined || second === undefined) return one === other;
  return canonical(first) === canonical(second);
}

function canonical({ Statement: given = [], ...document }: Values): string {
  const statements = (Array.isArray(given) ? given : [given]).map((statement: Value) =>
    JSON.stringify(sorted(statement)),
  );
  return JSON.stringify([sorted(document), statements.toSorted()]);
}

function sorted(value: Value): Value {
  if (typeof value === "string") return [/^arn:[\w-]+:iam::(\d{12}):root$/.exec(value)?.[1] ?? value];
  if (Array.isArray(value)) {
    return value.flatMap((item: Value) => sorted(item) as Value[]).toSorted((one, other) => order(one, other));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}

function order(one: Value, other: Value): number {
  const [first, second] = [JSON.stringify(one), JSON.stringify(other)];
  return first < second ? -1 : Number(first > second);
}

function parsed(policy: Value): Values | undefined {
  if (typeof policy !== "string") return undefined;
  try {
    const document = JSON.parse(policy) as Value;
    return isObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
