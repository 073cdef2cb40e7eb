// The one reading of numbers and names that people write: environment variables, settings, flags.

/** As JSON writes numbers, without an exponent: a leading zero is octal to YAML, and 0,4, 0x1 or 1_000 mean different things to different readers. */
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const INTEGER = /^-?(0|[1-9]\d*)$/;

/** The number that `text` writes in decimal; undefined for anything else, whitespace around it included. */
export function decimalOf(text: string): number | undefined {
  return DECIMAL.test(text) ? exactly(Number(text)) : undefined;
}

/** The same for whole numbers; undefined for one so large that it would be rounded. */
export function integerOf(text: string): number | undefined {
  const number = INTEGER.test(text) ? exactly(Number(text)) : undefined;
  return Number.isSafeInteger(number) ? number : undefined;
}

function exactly(number: number): number | undefined {
  return Number.isFinite(number) && !Object.is(number, -0) ? number : undefined;
}

/**
 * The one of `allowed` that `text` names, in any case; `aliases` are further names, in lower case. Undefined where it names
 * none of them.
 */
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
