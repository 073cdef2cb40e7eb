// What a cloud takes back on its own, such as a deployment whose tasks do not become healthy.
import type { AccountBook } from "./account.ts";
import type { StoredObject } from "./cloud.ts";
import type { Making } from "./facts/making.ts";
import type { TypeFacts } from "./facts/type-facts.ts";
import { halfDone } from "./half-done.ts";

/** The object that the cloud ends up with, and the one that the provider reads into the state. */
export function reversed(
  { reversal }: TypeFacts,
  making: Making,
  accepted: StoredObject,
  before: StoredObject,
  book: AccountBook,
): { readonly settled: StoredObject; readonly seen: StoredObject } {
  const occasion = { account: book.account(), operation: "update", isEarly: book.isEarly } as const;
  if (reversal?.happens(making, occasion) !== true) return { settled: accepted, seen: accepted };
  const settled = halfDone(accepted, { words: "", undone: { inputs: reversal.inputs } }, before);
  return { settled, seen: reversal.isSeen(making) ? settled : accepted };
}
