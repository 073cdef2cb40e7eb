// What a bridged provider changes: it compares the new inputs with the state, which holds the cloud's answers. Source:
// https://github.com/pulumi/pulumi-terraform-bridge/blob/master/pkg/tfbridge/provider.go (Diff: the old outputs are the state).
import type { Shape, TypeSchema } from "@modelport/sdk-schema";
import { valueChanges, type Change } from "./diff.ts";
import type { TypeFacts } from "./facts/type-facts.ts";
import { isAsset, isArchive, isObject, mapValues, plain, type Value, type Values } from "@modelport/sdk-schema/wire";

/**
 * Whether an input stays in the cloud when it is left out. If an SDK declares an optional input whose output is always
 * present, the provider's schema has it as Optional and Computed: leaving it out is not a change.
 */
export function staysWhenLeftOut(name: string, facts: TypeFacts, schema: TypeSchema): boolean {
  return facts.kept?.[name] !== undefined || schema.outputs[name]?.required === true;
}

/** Every leaf that an update would change, in the order of the inputs' names. */
export function plannedChanges(
  state: Values,
  news: Values,
  { facts, schema }: { readonly facts: TypeFacts; readonly schema: TypeSchema },
): readonly Change[] {
  const [before, after] = [mapValues(state, plain), mapValues(news, plain)];
  const names = new Set([...Object.keys(after), ...Object.keys(before).filter((name) => schema.inputs[name])]);
  return [...names].toSorted().flatMap((name) => {
    const [old, given] = [before[name] ?? null, after[name] ?? null];
    if (name.startsWith("__") || old === given) return [];
    if (given === null && staysWhenLeftOut(name, facts, schema)) return [];
    if (old !== null && given !== null && facts.equivalences?.[name]?.between(old, given) === true) return [];
    return valueChanges(old, filled(given, old, schema.outputs[name]?.shape, schema), name, [name]);
  });
}

/** `given`, with the members that it leaves out of an object and the cloud keeps. */
export function filled(given: Value, old: Value | undefined, shape: Shape | undefined, schema: TypeSchema): Value {
  if (Array.isArray(given) && Array.isArray(old)) {
    const items = shape?.kind === "list" ? shape.items : undefined;
    return given.map((item: Value, index) => filled(item, old[index] as Value | undefined, items, schema));
  }
  const properties = shape?.kind === "object" ? schema.definitions[shape.definition] : undefined;
  if (properties === undefined || !isObject(given) || !isObject(old) || isAsset(given) || isArchive(given))
    return given;
  const kept = Object.entries(old).filter(
    ([name]) => (given[name] ?? null) === null && properties[name]?.required === true,
  );
  const inner = mapValues(given, (value, name) => filled(value, old[name], properties[name]?.shape, schema));
  return { ...inner, ...Object.fromEntries(kept) };
}
