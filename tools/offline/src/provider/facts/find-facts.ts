import type { TypeSchema } from "../../schema/shape.ts";
import { awsAccount } from "./aws-account.ts";
import { awsCompute } from "./aws-compute.ts";
import { gcp } from "./gcp.ts";
import type { FactsTable, TypeFacts } from "./type-facts.ts";

/** By token. */
export const knownFacts: FactsTable = { ...awsCompute, ...awsAccount, ...gcp };

/** Types of which a cloud has one for each of what they belong to. Their `name` is that of another object. */
const PATTERNS: readonly (readonly [RegExp, TypeFacts])[] = [
  [/(Iam|IAM)Member$|Attachment$|Association$|Permission$/, { nameInput: null, replaceOn: "*" }],
  [/(Iam|IAM)Binding$/, { nameInput: null, replaceOn: "*", updateOn: ["members"] }],
  [/(Iam|IAM)(Policy|AuditConfig)$/, { nameInput: null }],
];

export function findFacts(type: string): TypeFacts {
  const token = type.replace(/^aws:(alb|applicationloadbalancing)\//, "aws:lb/");
  return knownFacts[token] ?? PATTERNS.find(([pattern]) => pattern.test(token))?.[1] ?? {};
}

/** The input that names an object of the type; undefined where none does. */
export function nameInputOf(facts: TypeFacts, schema: TypeSchema): string | undefined {
  const input = facts.nameInput === undefined ? "name" : facts.nameInput;
  return input !== null && schema.inputs[input] !== undefined ? input : undefined;
}
