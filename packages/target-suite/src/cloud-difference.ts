// How two clouds differ, apart from what the clouds chose by themselves: ids, generated names, version numbers.
import type { CloudView } from "@modelport/offline-engine/in-process";

type Members = Readonly<Record<string, unknown>>;

export interface CloudDifference {
  readonly object: Pick<CloudView, "type" | "name">;
  /** A path in the object (`policy`), or `undefined` where one cloud does not have the object at all. */
  readonly path: string | undefined;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** Texts of one cloud, each with its counterpart in the other. */
type Pairs = ReadonlyMap<string, string>;

/** Shorter ones, such as a version's number, are only taken as a whole. */
const LEAST_CHARACTERS = 6;

/** Where `actual` differs from `expected`, object by object. */
export function differencesBetween(
  actual: readonly CloudView[],
  expected: readonly CloudView[],
): readonly CloudDifference[] {
  const [mine, theirs] = [byKey(actual), byKey(expected)];
  const pairs = pairsOf(mine, theirs);
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((key) => {
    const [one, other] = [mine.get(key), theirs.get(key)];
    const object = one ?? other;
    if (object === undefined) return [];
    if (one === undefined || other === undefined) {
      return [{ object, path: undefined, actual: one?.settable, expected: other?.settable }];
    }
    return valueDifferences(translated(one.settable, pairs), other.settable, "").map((found) => ({ object, ...found }));
  });
}

/** An object that a provider adds by itself has the name of the resource that it belongs to. */
const keyOf = ({ type, name, id, isBeside }: CloudView): string => [type, name, isBeside ? id : ""].join("\n");

const byKey = (objects: readonly CloudView[]) => new Map(objects.map((object) => [keyOf(object), object]));

function pairsOf(mine: ReadonlyMap<string, CloudView>, theirs: ReadonlyMap<string, CloudView>): Pairs {
  const pairs = new Map<string, string>();
  for (const [key, { id, computed }] of mine) {
    const other = theirs.get(key);
    if (other === undefined) continue;
    for (const [name, own] of Object.entries({ ...computed, id })) {
      const [value, equal] = [own, name === "id" ? other.id : other.computed[name]].map(counted);
      if (typeof value === "string" && typeof equal === "string" && value !== "" && value !== equal) {
        pairs.set(value, equal);
      }
    }
  }
  // The longest first: an ARN before the name in it.
  return new Map([...pairs].toSorted(([one], [other]) => other.length - one.length));
}

/** A number that counts versions is named as a text. */
const counted = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);

function translated(value: unknown, pairs: Pairs): unknown {
  if (Array.isArray(value)) return value.map((item) => translated(item, pairs));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translated(item, pairs)]));
  }
  if (typeof value !== "string") return value;
  const whole = pairs.get(value);
  if (whole !== undefined) return whole;
  let text = value;
  for (const [from, to] of pairs) if (from.length >= LEAST_CHARACTERS) text = text.replaceAll(from, to);
  return text;
}

function valueDifferences(
  actual: unknown,
  expected: unknown,
  path: string,
): readonly Omit<CloudDifference, "object">[] {
  if (isMembers(actual) && isMembers(expected)) {
    const names = [...new Set([...Object.keys(actual), ...Object.keys(expected)])].toSorted();
    return names.flatMap((name) =>
      valueDifferences(actual[name], expected[name], path === "" ? name : `${path}.${name}`),
    );
  }
  if (Array.isArray(actual) && Array.isArray(expected) && actual.some(isMembers) && actual.length === expected.length) {
    return actual.flatMap((item, index) => valueDifferences(item, expected[index], `${path}[${index}]`));
  }
  return JSON.stringify(actual ?? null) === JSON.stringify(expected ?? null) ? [] : [{ path, actual, expected }];
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
