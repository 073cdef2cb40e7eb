// Answers of entry points whose platform limits them.
import { setImmediate as turn } from "node:timers/promises";
import type { AppContext } from "../http/context.ts";
import { respond } from "../http/respond.ts";
import { type Holding, heldUntilTaken } from "./holding.ts";
import { BatchRefused } from "./rows.ts";

export const SEND_LESS = "send fewer rows at a time, or leave out explain=true.";

/** Why an answer of `bytes` must not be sent; undefined if it may. */
export function whyEndAbove(limitBytes: number, bytes: number): string | undefined {
  if (bytes <= limitBytes) return undefined;
  return `The answer has more than ${limitBytes} bytes, which is the limit of this endpoint; ${SEND_LESS}`;
}

/**
 * JSON that is made in pieces, as one answer whose length is known: unlike rows, half of it is of no use, so it must be
 * refused before it begins.
 * @throws {BatchRefused} if it has more than `limitBytes`, or if there is no memory for it
 */
export async function wholeAnswer(
  c: AppContext,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limitBytes: number,
  holding: Holding,
): Promise<Response> {
  const gathered: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.byteLength;
    const detail = whyEndAbove(limitBytes, bytes);
    if (detail !== undefined) throw new BatchRefused({ code: "answer_too_large", detail });
    holding.grow(piece.byteLength);
    gathered.push(piece);
    // Nothing here waits for the client, and other requests want their turn.
    await turn();
  }
  const headers = { "Content-Type": "application/json", "Content-Length": String(bytes) };
  return respond(c, ReadableStream.from<Uint8Array>(heldUntilTaken(gathered, holding)), 200, headers);
}
