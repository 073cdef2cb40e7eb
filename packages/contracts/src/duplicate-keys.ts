// JSON.parse silently keeps the last of two equal keys, so a customer would be scored with a value that nobody checked.

import { endOfString } from "./json-text.ts";

/**
 * The first key that appears twice in one object of `text`, whose parsed value is `parsed`; undefined if there is none.
 * Nearly free for valid input, which has as many colons as members unless a string contains a colon.
 */
export function duplicateKey(text: string, parsed: unknown): string | undefined {
  return countColons(text) === countMembers(parsed, 4) ? undefined : scan(text);
}

function countColons(text: string): number {
  let count = 0;
  for (let at = text.indexOf(":"); at !== -1; at = text.indexOf(":", at + 1)) count += 1;
  return count;
}

/** The number of members of all objects in `value`; NaN if they are nested deeper than `depth`. */
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

/** Matches a string, or a character that opens or closes something; the rest of valid JSON is skipped. */
const TOKEN = /["{}[\]]/g;
/** Sticky: starts at the end of a string. */
const COLON_NEXT = /[ \t\n\r]*:/y;

function scan(text: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [token] = match;
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(undefined);
    else if (token !== '"') open.pop();
    else {
      const end = endOfString(text, match.index);
      TOKEN.lastIndex = end;
      const keys = open.at(-1);
      COLON_NEXT.lastIndex = end;
      if (!keys || !COLON_NEXT.test(text)) continue;
      const own = text.slice(match.index + 1, end - 1);
      const key = own.includes("\\") ? (JSON.parse(`"${own}"`) as string) : own;
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}
