import type { TypeSchema } from "../../schema/shape.ts";
import { awsAccount } from "./aws-account.ts";
import { awsCompute } from "./aws-compute.ts";
import { gcp } from "./gcp.ts";
import type { FactsTable, TypeFacts } from "./type-facts.ts";

const tables: FactsTable = { ...awsCompute, ...awsAccount, ...gcp };

/** Types of which a cloud has one for each of what they belong to: bindings, attachments, rules. Their names are others'. */
const WITHOUT_OWN_NAME = /(Iam|IAM)(Member|Binding|Policy|AuditConfig)$|Attachment$|Association$|Permission$/;

export function findFacts(type: string): TypeFacts {
  const token = type.replace(/^aws:(alb|applicationloadbalancing)\//, "aws:lb/");
  const known = tables[token];
  if (known !== undefined) return known;
  return WITHOUT_OWN_NAME.test(token) ? { nameInput: null } : {};
}

/** The input that names an object of the type; undefined where none does. */
export function nameInputOf(facts: TypeFacts, schema: TypeSchema): string | undefined {
  const input = facts.nameInput === undefined ? "name" : facts.nameInput;
  return input !== null && schema.inputs[input] !== undefined ? input : undefined;
}
