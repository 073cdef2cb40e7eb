// Examines JSON as text, in one pass and without recursion, so that nothing is parsed before it is known to be within
// limits.

/** The index after the string that begins at `at`; the string may be unterminated. */
export function endOfString(text: string, at: number): number {
  let from = at + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return text.length;
    let before = quote;
    while (before > from && text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
    from = quote + 1;
    // An even number of backslashes escape each other, not the quote.
    if ((quote - before) % 2 === 0) return from;
  }
}

const BACKSLASH = 0x5c;
const [QUOTE, COLON, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];

/** The limits of a JSON text. */
export interface JsonLimits {
  /** The depth of objects and arrays. */
  readonly depth: number;
  /** The total number of objects and arrays. */
  readonly containers: number;
  /** The number of members of one object. */
  readonly members: number;
}

/** The sentence about the first limit that `text`, which may be invalid JSON, exceeds; undefined if there is none. */
export function exceededLimit(text: string, limits: JsonLimits): string | undefined {
  let [depth, containers] = [0, 0];
  /** For the object at each depth. */
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
