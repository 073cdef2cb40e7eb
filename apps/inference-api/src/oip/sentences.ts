// How refusals of the Open Inference Protocol are worded: one string must say it all, and stay short.

/** How many faults one refusal tells before it counts the rest. */
const MOST_FAULTS = 10;

/** All faults in one text. */
export function several(faults: readonly string[]): string {
  const told = faults.slice(0, MOST_FAULTS).join(" ");
  const rest = faults.length - MOST_FAULTS;
  return rest > 0 ? `${told} And ${rest} more.` : told;
}

/** "a, b and c" */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A value as it may stand in a sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
