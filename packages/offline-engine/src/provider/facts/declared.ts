// The declared objects that a row of behavior looks at, as plain values.
import { isObject, mapValues, plain, textOf, type Value, type Values } from "@modelport/sdk-schema/wire";
import type { Making } from "./making.ts";

export interface Declared {
  readonly type: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
}

/** Every object of a type, the one that is being made left out. */
export function declaredOf({ others, urn }: Pick<Making, "others" | "urn">, type: string): readonly Declared[] {
  return others()
    .filter((other) => other.type === type && other.urn !== urn)
    .map(({ id, inputs, outputs }) => ({
      type,
      id,
      inputs: mapValues(inputs, plain),
      outputs: mapValues(outputs, plain),
    }));
}

/** The one with this id. */
export const declaredAs = (making: Pick<Making, "others" | "urn">, type: string, id: Value | undefined) =>
  declaredOf(making, type).find((each) => each.id === id);

/** A list of objects; empty for anything else. */
export const objectsIn = (value: Value | undefined): readonly Values[] =>
  Array.isArray(value) ? (value as readonly Value[]).filter(isObject) : [];

/** A list of texts; one text is a list of one. */
export function textsIn(value: Value | undefined): readonly string[] {
  return (Array.isArray(value) ? (value as readonly Value[]) : [value]).map(textOf).filter(Boolean);
}
