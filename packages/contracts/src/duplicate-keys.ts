// JSON.parse keeps the last of two equal keys and says nothing: a customer would be scored with a value nobody checked.

/**
 * The first key that stands twice in one object of `text`, whose parsed value is `parsed`; undefined where there is none.
 * Nearly free for sound input: it has as many colons as members, unless a string holds a colon.
 */
export function duplicateKey(text: string, parsed: unknown): string | undefined {
  return countColons(text) === countMembers(parsed, 4) ? undefined : scan(text);
}

function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) count += 1;
  return count;
}

/** The members of all objects in `value`; NaN where they are nested deeper than `depth`, so that nothing overflows. */
function countMembers(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth === 0) return Number.NaN;
  const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
  let count = Array.isArray(value) ? 0 : children.length;
  for (const child of children) {
    if (typeof child === "object" && child !== null) count += countMembers(child, depth - 1);
  }
  return count;
}

/** Strings and the characters that open or close something; everything else of valid JSON is passed over. */
const TOKEN = /"(?:[^"\\]|\\.)*"(?<colon>\s*:)?|[{}[\]]/g;

function scan(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else if (match.groups?.["colon"] !== undefined) {
      const key = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
