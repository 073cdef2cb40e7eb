// `aws.iam.getPolicyDocument`: the JSON that the real provider makes of its arguments.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
import { createHash } from "node:crypto";
import { isObject, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";

const DEFAULT_VERSION = "2012-10-17";

type Statement = Record<string, Value>;

export function policyDocument(given: Values): Values {
  const sources = listOf(given["sourcePolicyDocuments"]).flatMap(statementsIn);
  const own = listOf(given["statements"]).map(statementOf);
  const overrides = listOf(given["overridePolicyDocuments"]).flatMap(statementsIn);
  const version = textOf(given["version"]) || DEFAULT_VERSION;
  const document = {
    Version: version,
    ...(textOf(given["policyId"]) ? { Id: textOf(given["policyId"]) } : {}),
    Statement: merged([...sources, ...own], overrides),
  };
  const json = JSON.stringify(document, null, 2);
  const id = String(Number.parseInt(createHash("sha256").update(json).digest("hex").slice(0, 8), 16));
  return { ...given, id, version, json, minifiedJson: JSON.stringify(document) };
}

/** A statement of the same `Sid` takes the place of an earlier one. */
function merged(statements: readonly Statement[], overrides: readonly Statement[]): Statement[] {
  const result = [...statements];
  for (const statement of overrides) {
    const index = result.findIndex(({ Sid }) => Sid !== undefined && Sid === statement["Sid"]);
    if (index === -1) result.push(statement);
    else result[index] = statement;
  }
  return result;
}

function statementsIn(document: Value): Statement[] {
  const { Statement: statements } = JSON.parse(textOf(document)) as { Statement: Statement | Statement[] };
  return [statements].flat();
}

function statementOf(given: Value): Statement {
  const source = isObject(given) ? given : {};
  const parts: readonly (readonly [string, Value | undefined])[] = [
    ["Sid", textOf(source["sid"]) || undefined],
    ["Effect", textOf(source["effect"]) || "Allow"],
    ["Action", oneOrMore(source["actions"])],
    ["NotAction", oneOrMore(source["notActions"])],
    ["Resource", oneOrMore(source["resources"])],
    ["NotResource", oneOrMore(source["notResources"])],
    ["Principal", principals(source["principals"])],
    ["NotPrincipal", principals(source["notPrincipals"])],
    ["Condition", conditions(source["conditions"])],
  ];
  return Object.fromEntries(parts.filter((part): part is readonly [string, Value] => part[1] !== undefined));
}

function principals(given: Value | undefined): Value | undefined {
  const byType = new Map<string, Value[]>();
  for (const principal of listOf(given)) {
    const { type, identifiers } = principal as Values;
    byType.set(textOf(type), [...(byType.get(textOf(type)) ?? []), ...listOf(identifiers)]);
  }
  if (byType.size === 0) return undefined;
  if (byType.size === 1 && byType.has("*")) return "*";
  return Object.fromEntries([...byType].map(([type, identifiers]) => [type, oneOrMore(identifiers) ?? []]));
}

function conditions(given: Value | undefined): Value | undefined {
  const byTest: Record<string, Record<string, Value>> = {};
  for (const condition of listOf(given)) {
    const { test, variable, values } = condition as Values;
    byTest[textOf(test)] = { ...byTest[textOf(test)], [textOf(variable)]: oneOrMore(values) ?? [] };
  }
  return Object.keys(byTest).length === 0 ? undefined : byTest;
}

const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [];

/** One alone stands for itself; several are sorted, as the real provider sorts them. */
function oneOrMore(value: Value | undefined): Value | undefined {
  const items = listOf(value);
  if (items.length <= 1) return items[0];
  return items.map(textOf).toSorted((a, b) => (a < b ? 1 : -1));
}
