// Parts of sentences about what a client sent: each is shortened, so that an answer does not grow with the value in it.

/** The maximum length of a value in a sentence, and of a key in a pointer. */
const MOST_CHARACTERS = 60;
const MOST_POINTER_CHARACTERS = 100;
/** The maximum number of words in a list. */
const MOST_WORDS = 20;

/** A value for a sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  if (value === Infinity || value === -Infinity) return "a number beyond ±1.8e308, more than float64 holds";
  const text = JSON.stringify(typeof value === "string" ? value.slice(0, MOST_CHARACTERS) : value);
  const isWhole = typeof value !== "string" || value.length <= MOST_CHARACTERS;
  return isWhole && text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 3)}...`;
}

/** "a, b and c"; for a long list the first words and the number of further ones. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  if (words.length <= MOST_WORDS) return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
  return `${words.slice(0, MOST_WORDS).join(", ")} and ${words.length - MOST_WORDS} more`;
}

/** "one of "a", "b"": the values of a categorical field. */
export function oneOf(categories: readonly string[]): string {
  const named = categories.slice(0, MOST_WORDS).map((category) => shown(category));
  const rest = categories.length - named.length;
  return `one of ${named.join(", ")}${rest > 0 ? ` or ${rest} others, which GET /model lists` : ""}`;
}

/** The JSON pointer (RFC 6901) of a member; a long key is shortened with "...". */
export function pointerTo(key: string): string {
  const cut = key.length > MOST_POINTER_CHARACTERS ? `${key.slice(0, MOST_POINTER_CHARACTERS - 3)}...` : key;
  return `/${cut.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
