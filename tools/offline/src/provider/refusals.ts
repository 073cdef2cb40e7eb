// What only the cloud refuses: quotas, policies of organizations, APIs that are off.
import type { AccountBook } from "./account.ts";
import type { Operation } from "./facts/behavior.ts";
import type { Making, TypeFacts } from "./facts/type-facts.ts";

const BY_DEFAULT: readonly Operation[] = ["create", "update"];

/** Throws the cloud's words where a row of the type refuses the object. */
export function refuseByRow(facts: TypeFacts, making: Making, operation: Operation, book: AccountBook): void {
  for (const { on = BY_DEFAULT, says } of facts.refusals ?? []) {
    if (!on.includes(operation)) continue;
    const words = says(making, { account: book.account(), operation, isEarly: book.isEarly });
    if (words !== undefined) throw new Error(words);
  }
}
