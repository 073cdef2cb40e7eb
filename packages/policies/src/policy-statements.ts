// The statements of AWS policy documents in any resource.
import { isMembers, listOf, membersOf } from "./inputs.ts";
import type { DeclaredResource } from "./policy.ts";

/** One `Allow` statement, with every list as a list. */
export interface AllowStatement {
  /** The path of the document, e.g. `policy`, and the statement's place in it. */
  readonly path: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Empty in the policy of an identity, which is its own principal. */
  readonly principals: readonly string[];
  readonly hasCondition: boolean;
  /** Whether it allows everything except what it names. */
  readonly inverted: boolean;
}

/** Every statement with `Effect: Allow` in the resource's inputs. */
export function allowStatements(resource: DeclaredResource): readonly AllowStatement[] {
  const documents = membersOf(resource).filter(({ value }) => isMembers(value) && "Statement" in value);
  return documents.flatMap(({ path, value }) =>
    listOf((value as { Statement: unknown }).Statement)
      .map((statement, index) => ({ path: `${path}.Statement[${index}]`, statement }))
      .flatMap(({ path: place, statement }) => (isMembers(statement) ? [allowed(place, statement)] : []))
      .filter((statement) => statement !== undefined),
  );
}

function allowed(path: string, statement: Readonly<Record<string, unknown>>): AllowStatement | undefined {
  if (statement["Effect"] !== "Allow") return undefined;
  const principal = statement["Principal"] ?? [];
  const principals = isMembers(principal) ? Object.values(principal).flatMap(listOf) : listOf(principal);
  return {
    path,
    actions: texts(statement["Action"]),
    resources: texts(statement["Resource"]),
    principals: principals.map(String),
    hasCondition: Object.keys(isMembers(statement["Condition"]) ? statement["Condition"] : {}).length > 0,
    inverted: ["NotAction", "NotResource", "NotPrincipal"].some((key) => key in statement),
  };
}

function texts(value: unknown): readonly string[] {
  return listOf(value).map(String);
}
