// What differs between two sets of inputs, down to the leaf, and whether it needs a new object.
import type { Shape, TypeSchema } from "@modelport/sdk-schema";
import { isArchive, isAsset, isObject, joinPath, plain, type Value, type Values } from "@modelport/sdk-schema/wire";

type ChangeKind = "add" | "delete" | "update";

export interface Change {
  /** `environment.variables.LOG_LEVEL` */
  readonly path: string;
  /** The same path as a list of keys. */
  readonly keys: readonly (string | number)[];
  readonly kind: ChangeKind;
}

/** Every leaf that differs, in the order of the input names. Names that begin with `__` belong to the stand-in. */
export function changesBetween(olds: Values, news: Values): readonly Change[] {
  return objectChanges(olds, news, "", []).filter(({ path }) => !path.startsWith("__"));
}

function objectChanges(
  olds: Values,
  news: Values,
  path: string,
  keys: readonly (string | number)[],
): readonly Change[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].toSorted();
  return names.flatMap((name) => valueChanges(olds[name], news[name], joinPath(path, name), [...keys, name]));
}

/** The same for two values of one property. */
export function valueChanges(
  old: Value | undefined,
  new_: Value | undefined,
  path: string,
  keys: readonly (string | number)[],
): readonly Change[] {
  const before = old === undefined ? null : plain(old);
  const after = new_ === undefined ? null : plain(new_);
  if (before === null && after === null) return [];
  if (before === null) return [{ path, keys, kind: "add" }];
  if (after === null) return [{ path, keys, kind: "delete" }];
  if (isAssetLike(before) || isAssetLike(after)) {
    return hashOf(before) === hashOf(after) ? [] : [{ path, keys, kind: "update" }];
  }
  if (isObject(before) && isObject(after)) return objectChanges(before, after, path, keys);
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      valueChanges(before[index] as Value, after[index] as Value, joinPath(path, index), [...keys, index]),
    ).flat();
  }
  return before === after ? [] : [{ path, keys, kind: "update" }];
}

const isAssetLike = (value: Value): boolean => isAsset(value) || isArchive(value);
const hashOf = (value: Value): Value | undefined => (isObject(value) ? value["hash"] : value);

/** Whether the documentation of the changed property, or of one that contains it, says that it forces a new object. */
export function documentedToReplace({ keys }: Change, schema: TypeSchema): boolean {
  let properties = schema.inputs;
  for (const key of keys) {
    if (typeof key === "number") continue;
    const property = properties[key];
    if (property === undefined) return false;
    if (property.forcesNew) return true;
    const definition = definitionIn(property.shape);
    if (definition === undefined) return false;
    properties = schema.definitions[definition] ?? {};
  }
  return false;
}

function definitionIn(shape: Shape): string | undefined {
  if (shape.kind === "object") return shape.definition;
  if (shape.kind === "list") return definitionIn(shape.items);
  if (shape.kind === "union") return shape.options.map(definitionIn).find((name) => name !== undefined);
  return undefined;
}
