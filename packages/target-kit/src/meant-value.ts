// What the author of a wrong setting most likely meant. A guess counts only if the schema accepts it. No guess is better than
// one that reverses the intention, so a value that is not understood never becomes the default.
import { asText } from "./config-command.ts";
import { nearestKey } from "./nearest-key.ts";
import { unitOf, type SettingSchema } from "./setting-schema.ts";

export interface WrongValue {
  readonly key: string;
  /** As the engine gives it: a string, or already typed. */
  readonly value: unknown;
  readonly schema: SettingSchema;
  /** Whether the key accepts a value. */
  readonly accepts: (value: unknown) => boolean;
}

/** The value that was meant; undefined if that is unclear. */
export function meantValue({ key, value, schema, accepts }: WrongValue): unknown {
  const guesses = schema.type === "array" ? [meantList(value, accepts).meant] : scalarGuesses(key, value, schema);
  return guesses.find((guess) => guess !== undefined && accepts(guess));
}

/** `meant`: the whole list, if every item is understood; `understood`: the items that are. */
export function meantList(
  value: unknown,
  accepts: (list: readonly string[]) => boolean,
): { readonly meant: readonly string[] | undefined; readonly understood: readonly string[] } {
  const items = Array.isArray(value) ? (value as readonly unknown[]) : wordsOf(value);
  const meant = items.map((item) => textGuesses(item).find((guess) => accepts([guess])));
  const understood = meant.filter((item) => item !== undefined);
  return { meant: items.length > 0 && understood.length === items.length ? understood : undefined, understood };
}

function wordsOf(value: unknown): readonly unknown[] {
  return typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : [value];
}

function scalarGuesses(key: string, value: unknown, schema: SettingSchema): readonly unknown[] {
  if (schema.enum !== undefined) return [meantChoice(value, schema.enum, schema.meant)];
  if (schema.type === "boolean") return [BOOLEANS.get(asText(value).trim().toLowerCase())];
  if (schema.type === "integer" || schema.type === "number") return [meantNumber(key, value, schema)];
  return schema.default === undefined ? textGuesses(value) : [];
}

const BOOLEANS = new Map([
  ...["true", "yes", "y", "on", "1", "enabled"].map((word) => [word, true] as const),
  ...["false", "no", "n", "off", "0", "disabled"].map((word) => [word, false] as const),
]);

function meantChoice(value: unknown, choices: readonly unknown[], meant: SettingSchema["meant"] = {}): unknown {
  const word = asText(value)
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, "-");
  if (Object.hasOwn(meant, word)) return meant[word];
  if (choices.every((choice) => typeof choice === "number")) {
    return word === "" ? undefined : choices.find((choice) => choice >= Number(word));
  }
  const names = choices.map(String);
  const plain = (name: string) => name.toLowerCase().replaceAll("_", "-");
  const same = names.find((name) => plain(name) === word);
  const begun = names.filter(
    (name) => word.length > 2 && (plain(name).startsWith(word) || word.startsWith(plain(name))),
  );
  return same ?? (begun.length === 1 ? begun[0] : nearestKey(word, names, word.length < 6 ? 1 : 2));
}

const factorsToUnit: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // AWS writes MB for MiB.
  MiB: { mib: 1, mi: 1, mb: 1, gib: 1024, gi: 1024, gb: 1024 },
  seconds: { s: 1, sec: 1, second: 1, seconds: 1, m: 60, min: 60, minutes: 60, h: 3600, ms: 0.001 },
  milliseconds: { ms: 1, s: 1000, sec: 1000, seconds: 1000 },
};

/** The number without its unit, moved within the bounds: `2h` of at most 900 seconds is 900. */
function meantNumber(key: string, value: unknown, schema: SettingSchema): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:[.,]\d+)?)\s*([a-z%]*)$/i.exec(asText(value).trim()) ?? [];
  const given = Number(digits?.replace(",", "."));
  if (schema.maximum === 1) return unit === "%" || (Number.isInteger(given) && given >= 5) ? given / 100 : given;
  const factor = unit === "" ? 1 : factorsToUnit[unitOf(key) ?? ""]?.[unit.toLowerCase()];
  if (digits === undefined || factor === undefined) return undefined;
  // The nearest allowed port is as wrong as any other.
  if (/port$/i.test(key)) return given;
  const meant = given * factor;
  // A bound of 0 often switches something off, which the author of another number did not mean.
  const least = (schema.minimum ?? 0) > 0 ? (schema.minimum ?? 0) : -Infinity;
  const bounded = Math.min(Math.max(meant, least), schema.maximum ?? Infinity);
  return schema.type === "integer" ? Math.ceil(bounded) : bounded;
}

/** Texts that are close to `value`, the closest first. */
function textGuesses(value: unknown): readonly string[] {
  // YAML reads 012345678901, an AWS account, as a number and drops its zero.
  if (typeof value === "number") return [String(value), String(value).padStart(12, "0")];
  if (typeof value === "boolean") return [asText(value)];
  if (typeof value !== "string" || value.trim() === "") return [];
  const text = value.trim();
  const isMachine = text.endsWith(".gserviceaccount.com");
  return [
    text,
    ...addressGuesses(text),
    ...(/^[\d\s-]+$/.test(text) ? [text.replaceAll(/\D/g, "")] : []),
    ...(text.includes("@") ? [`${isMachine ? "serviceAccount" : "user"}:${text}`] : []),
  ];
}

/** The origin, and the host, of an address that has too much or too little. */
function addressGuesses(text: string): readonly string[] {
  const isHere = /^(localhost|127\.|\[::1\])/i.test(text);
  const url = URL.parse(text.includes("://") ? text : `${isHere ? "http" : "https"}://${text}`);
  return url === null ? [] : [url.origin, url.hostname];
}
