// Refusals that only a cloud can give: quotas, organization policies, disabled APIs.
import type { AccountBook } from "./account.ts";
import type { Operation } from "./facts/behavior.ts";
import type { Making } from "./facts/making.ts";
import type { TypeFacts } from "./facts/type-facts.ts";
import type { LateRefusal } from "./half-done.ts";

const BY_DEFAULT: readonly Operation[] = ["create", "update"];

/** Throws the cloud's message if a row of the type refuses the object before anything is done. */
export function refuseByRow(facts: TypeFacts, making: Making, operation: Operation, book: AccountBook): void {
  const [first] = refusals({ facts, making, operation, book }, false);
  if (first !== undefined) throw new Error(first.words);
}

/** The refusal that comes after the rest is done. */
export function lateRefusal(
  facts: TypeFacts,
  making: Making,
  operation: Operation,
  book: AccountBook,
): LateRefusal | undefined {
  return refusals({ facts, making, operation, book }, true)[0];
}

interface Asked {
  readonly facts: TypeFacts;
  readonly making: Making;
  readonly operation: Operation;
  readonly book: AccountBook;
}

function refusals({ facts, making, operation, book }: Asked, isLate: boolean): readonly LateRefusal[] {
  return (facts.refusals ?? []).flatMap(({ on = BY_DEFAULT, says, late }) => {
    if (!on.includes(operation) || (late !== undefined) !== isLate) return [];
    const words = says(making, { account: book.account(), operation, isEarly: book.isEarly });
    return words === undefined ? [] : [{ words, undone: late ?? {} }];
  });
}
