const [OPENING_BRACE, OPENING_BRACKET, COMMA, COLON] = Buffer.from("{[,:");

/** The text, at two bytes per character, both in pieces and joined. */
const BYTES_A_BYTE = 4;
/** An empty object or array. */
const BYTES_A_CONTAINER = 64;
/** A member's name or value: a slot, and a number or a short text. */
const BYTES_A_MEMBER = 24;

/**
 * The maximum memory of a piece of JSON, as text and as the result of JSON.parse: the two bytes `{}` become an object
 * of 56, so a body is measured by its content and not by its length. Punctuation inside strings counts too.
 */
export function jsonCost(piece: Uint8Array): { readonly text: number; readonly values: number } {
  let containers = 0;
  let members = 0;
  for (const byte of piece) {
    if (byte === COMMA || byte === COLON) members += 1;
    else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) containers += 1;
  }
  return {
    text: piece.length * BYTES_A_BYTE,
    values: containers * BYTES_A_CONTAINER + members * BYTES_A_MEMBER,
  };
}
