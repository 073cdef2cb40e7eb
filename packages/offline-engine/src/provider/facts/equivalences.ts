// Comparisons that several types share.
import { isObject, mapValues, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { Equivalence } from "./behavior.ts";

interface SetOptions {
  /** Members that the cloud adds to an object. */
  readonly computed?: readonly string[];
  readonly anyCase?: boolean;
}

/** Lists that are sets in the schema: order and duplicates make no difference. */
export const sets = (source: string, { computed = [], anyCase = false }: SetOptions = {}): Equivalence => ({
  between: (state, given) => {
    const form = (value: Value) => JSON.stringify(asSet(without(value, computed), anyCase));
    return form(state) === form(given);
  },
  source,
});

function without(value: Value, names: readonly string[]): Value {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name, inner]) => inner !== null && !names.includes(name)));
}

/** A value whose lists are sorted and have no duplicates. */
export function asSet(value: Value, anyCase: boolean): Value {
  if (typeof value === "string") return anyCase ? value.toLowerCase() : value;
  if (Array.isArray(value))
    return [...new Set(value.map((item: Value) => JSON.stringify(asSet(item, anyCase))))].toSorted(alphabetically);
  return isObject(value) ? sortedByName(mapValues(value, (inner) => asSet(inner, anyCase))) : value;
}

const alphabetically = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const sortedByName = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).toSorted(([one], [other]) => alphabetically(one, other)));
