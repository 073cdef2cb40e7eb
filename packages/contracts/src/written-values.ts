// The only parser of numbers and names that people write: environment variables, settings, flags.

/** Numbers as in JSON, without an exponent: in YAML a leading zero means octal, and 0,4, 0x1 or 1_000 are ambiguous. */
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const INTEGER = /^-?(0|[1-9]\d*)$/;

/** The decimal number in `text`; undefined for anything else, including surrounding whitespace. */
export function decimalOf(text: string): number | undefined {
  return DECIMAL.test(text) ? exactly(Number(text)) : undefined;
}

/** The same for whole numbers; undefined if it is so large that it would be rounded. */
export function integerOf(text: string): number | undefined {
  const number = INTEGER.test(text) ? exactly(Number(text)) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}

function exactly(number: number): number | undefined {
  return Number.isFinite(number) && !Object.is(number, -0) ? number : undefined;
}

/** The element of `allowed` that `text` names, in any case, or by an alias (in lower case). */
export function choiceOf<T extends string>(
  text: string,
  allowed: readonly T[],
  aliases: Readonly<Record<string, T>> = {},
): T | undefined {
  if ((allowed as readonly string[]).includes(text)) return text as T;
  const name = text.toLowerCase();
  return (
    allowed.find((each) => each.toLowerCase() === name) ?? (Object.hasOwn(aliases, name) ? aliases[name] : undefined)
  );
}
