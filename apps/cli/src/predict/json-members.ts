import { endOfString } from "@modelport/contracts";

/** A member of a JSON object as it stands in the text, without the comma. */
interface RawMember {
  readonly name: string;
  readonly text: string;
}

/**
 * The members of the object that `text`, valid JSON, is. What is parsed and written anew is another text: 1e400 becomes
 * null, 12345678901234567890 loses its last digits, and of two members with one name the first is gone.
 */
export function rawMembers(text: string): RawMember[] {
  const members: RawMember[] = [];
  let depth = 0;
  let start = 0;
  let name: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && name === undefined) {
        name = JSON.parse(text.slice(at, end)) as string;
        start = at;
      }
      at = end - 1;
      continue;
    }
    if (depth === 1 && (character === "," || character === "}") && name !== undefined) {
      members.push({ name, text: text.slice(start, at).trimEnd() });
      name = undefined;
    }
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth -= 1;
  }
  return members;
}
