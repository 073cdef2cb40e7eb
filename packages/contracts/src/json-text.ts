// Looks at JSON as text, in one pass and without recursion: what JSON.parse would build must not be built to be judged.

/** The index behind the string that begins at `at`, which may lack its end. */
export function endOfString(text: string, at: number): number {
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let before = quote;
    while (before > from && text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    from = quote + 1;
    // An even number of backslashes escape one another, and not the quote.
    if ((quote - before) % 2 === 0) return from;
  }
}

const BACKSLASH = 0x5c;
const [QUOTE, COLON, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];

/** The most that a JSON text may hold. */
export interface JsonLimits {
  /** Objects and arrays inside one another. */
  readonly depth: number;
  /** Objects and arrays in all. */
  readonly containers: number;
  /** Members of one object. */
  readonly members: number;
}

/** The sentence about the first limit that `text`, which need not be JSON, exceeds; undefined if it keeps them all. */
export function exceededLimit(text: string, limits: JsonLimits): string | undefined {
  let [depth, containers] = [0, 0];
  /** Of the object at each depth. */
  const members: number[] = [0];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at) - 1;
        break;
      case COLON:
        members[depth] = (members[depth] ?? 0) + 1;
        if ((members[depth] ?? 0) > limits.members) return `One object has more than ${limits.members} members.`;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (++depth > limits.depth) return `There are more than ${limits.depth} objects and arrays inside one another.`;
        if (++containers > limits.containers) return `There are more than ${limits.containers} objects and arrays.`;
        members[depth] = 0;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth = Math.max(0, depth - 1);
        break;
    }
  }
  return undefined;
}
