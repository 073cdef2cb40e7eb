// Names that targets make, in the forms that Google has rules for.
import { createHash } from "node:crypto";
import type { DeployContext } from "@modelport/target-kit";

/** https://cloud.google.com/iam/docs/service-accounts-create: 6 to 30 characters before the @. */
const ACCOUNT_LEAST = 6;
const ACCOUNT_MOST = 30;

/** `<model>-api`, as the course has it, and the stack's environment: stacks of one project share no name. */
export function workName({ model, environment }: Pick<DeployContext<unknown>, "model" | "environment">): string {
  return [model.name.replace(/-+$/, ""), "api", ...(environment === undefined ? [] : [environment])].join("-");
}

/** The part of a service account's address before the @. */
export function accountName(name: string): string {
  return name.length < ACCOUNT_LEAST ? `${name}-runner` : shortened(name, ACCOUNT_MOST);
}

/** `text` if it is short enough; otherwise its beginning and a hash of all of it. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 6);
  return `${text.slice(0, most - hash.length - 1).replace(/-+$/, "")}-${hash}`;
}
