// The account, project and region of a provider whose configuration names none.
import type { World } from "./facts/making.ts";
import { mapValues, membersOf, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";

/** The account number that AWS uses in examples. */
const ACCOUNT = "123456789012";
export const PROJECT = "modelport-offline";
const PROJECT_NUMBER = "123456789012";

/** `configuration`: the provider's inputs or the stack's `aws:` and `gcp:` settings, parsed. */
export function worldOf(configuration: Values, registry: string): World {
  const isGoogle = configuration["project"] !== undefined || configuration["zone"] !== undefined;
  const accounts = configuration["allowedAccountIds"] as readonly Value[] | undefined;
  const tags = membersOf(membersOf(configuration["defaultTags"])["tags"]);
  const labels = membersOf(configuration["defaultLabels"]);
  return {
    accountId: textOf(accounts?.[0]) || ACCOUNT,
    region: textOf(configuration["region"]) || (isGoogle ? "us-central1" : "us-east-1"),
    project: textOf(configuration["project"]) || PROJECT,
    projectNumber: PROJECT_NUMBER,
    registry,
    defaultTags: mapValues({ ...tags, ...labels }, textOf),
  };
}
