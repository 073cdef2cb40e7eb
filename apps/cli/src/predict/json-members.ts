/** A member of a JSON object as it stands in the text, without the comma. */
interface RawMember {
  readonly name: string;
  readonly text: string;
}

/** Strings, what opens or closes something, and commas. Each alternative begins with another character: no backtracking. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/**
 * The members of the object that `text`, valid JSON, is. What is parsed and written anew is another text: 1e400 becomes
 * null, 12345678901234567890 loses its last digits, and of two members with one name the first is gone.
 */
export function rawMembers(text: string): RawMember[] {
  const members: RawMember[] = [];
  let depth = 0;
  let start = -1;
  let name: string | undefined;
  const end = (at: number) => {
    if (name !== undefined) members.push({ name, text: text.slice(start, at).trim() });
    name = undefined;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") depth += 1;
    else if (depth === 1 && (token === "," || token === "}")) end(index);
    else if (depth === 1 && name === undefined && token.startsWith('"')) {
      name = JSON.parse(token) as string;
      start = index;
    }
    if (token === "}" || token === "]") depth -= 1;
  }
  return members;
}
