import { endOfString } from "@modelport/contracts";

/** A member of a JSON object as it is written in the text, without the comma. */
interface RawMember {
  readonly name: string;
  readonly text: string;
}

const [QUOTE, COMMA, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The members of the object in `text`, which is valid JSON. Parsing it and writing it again would change the text:
 * 1e400 becomes null, 12345678901234567890 loses its last digits, and the first of two members with the same name is
 * lost.
 */
export function rawMembers(text: string): RawMember[] {
  const members: RawMember[] = [];
  let depth = 0;
  let start = 0;
  let name: string | undefined;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (depth === 1 && name === undefined) {
          name = JSON.parse(text.slice(at, end)) as string;
          start = at;
        }
        at = end - 1;
        break;
      }
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        break;
      case COMMA:
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        if (depth === 1 && name !== undefined) {
          members.push({ name, text: text.slice(start, at).trimEnd() });
          name = undefined;
        }
        if (text.charCodeAt(at) !== COMMA) depth -= 1;
        break;
    }
  }
  return members;
}
