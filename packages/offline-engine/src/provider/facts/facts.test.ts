// The tables name types, inputs and outputs that the installed SDKs have: a renamed one would be ignored silently.
import { describe, expect, test } from "vitest";
import { findSdk, loadSchema, placeOf } from "@modelport/sdk-schema";
import { answers } from "../invokes/answers.ts";
import { knownFacts } from "./find-facts.ts";
import type { TypeFacts } from "./type-facts.ts";

async function schemaOf(token: string) {
  const sdk = findSdk(token.split(":")[0] ?? "");
  return sdk && loadSchema(sdk, token);
}

const list = (value: readonly string[] | string | null | undefined): readonly string[] =>
  typeof value === "string" ? (value === "*" ? [] : [value]) : (value ?? []);

function inputsOf(facts: TypeFacts): readonly string[] {
  const { nameInput, uniqueWithin, replaceOn, updateOn, protection } = facts;
  const { answers: given, equivalences, kept, recomputed } = facts;
  const byInput = [given, equivalences, kept, recomputed].flatMap((rows) => Object.keys(rows ?? {}));
  return [
    list(nameInput),
    list(uniqueWithin),
    // A path begins with an input.
    list(replaceOn).map((path) => path.split(".")[0] ?? ""),
    list(updateOn),
    list(protection?.input),
    byInput,
  ].flat();
}

/** Placeholders that are inputs, such as `{location}`, and not built into {@link fill}. */
const OF_FILL = /^(name|id|account|region|project|projectNumber|location|registry|hex|dec|b36|AZ)$/;

function templatesOf({ id, outputs = {} }: TypeFacts): readonly string[] {
  return [id, ...Object.values(outputs)].filter((template) => typeof template === "string");
}

describe.each(Object.entries(knownFacts))("%s", (token, facts) => {
  test("is a type with these inputs and outputs", async () => {
    const schema = await schemaOf(token);
    if (schema === undefined) throw new Error("no such type");
    const known = Object.keys(schema.inputs);
    expect(inputsOf(facts).filter((input) => !known.includes(input))).toEqual([]);
    expect(Object.keys(facts.outputs ?? {}).filter((output) => schema.outputs[output] === undefined)).toEqual([]);
    const filled = templatesOf(facts).flatMap((template) =>
      [...template.matchAll(/\{(\w+)[^}]*\}/g)].map(([, key = ""]) => key),
    );
    expect(filled.filter((key) => !OF_FILL.test(key) && !known.includes(key))).toEqual([]);
    const users = await Promise.all((facts.neededBy ?? []).map(schemaOf));
    expect(users).not.toContain(undefined);
  });
});

test.each(Object.keys(answers))("%s is a function", (token) => {
  const sdk = findSdk(token.split(":")[0] ?? "");
  expect(sdk && placeOf(sdk, token).file).toBeDefined();
});
