const [OPENING_BRACE, OPENING_BRACKET, COMMA, COLON] = Buffer.from("{[,:");

/** The text, in two bytes a character, in pieces and whole. */
const BYTES_A_BYTE = 4;
/** An object or an array, empty. */
const BYTES_A_CONTAINER = 64;
/** A member's name or value: a slot, and a number or a short text. */
const BYTES_A_MEMBER = 24;

/**
 * What a piece of JSON takes in memory as text and as what JSON.parse makes of it, at most: two bytes `{}` become an object
 * of 56, and so a body is measured by what is in it and not by its length. Marks within texts count too.
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
