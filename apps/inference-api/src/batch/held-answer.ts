import type { Context } from "hono";
import type { AppEnv } from "../app.ts";
import { respond } from "../respond.ts";
import type { Holding } from "./holding.ts";

/** The operating system takes as much at once. */
const AT_ONCE_BYTES = 65_536;

/** Answers with JSON that is held in `pieces` until the client has read it; a piece is let go when it has been sent. */
export function respondHeld(c: Context<AppEnv>, pieces: Uint8Array[], holding: Holding): Response {
  const headers = { "Content-Type": "application/json" };
  const bytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  if (bytes <= AT_ONCE_BYTES) {
    holding.release();
    return respond(c, Buffer.concat(pieces), 200, headers);
  }
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces.shift();
        if (piece) return controller.enqueue(piece);
        controller.close();
        holding.release();
      },
      cancel: () => holding.release(),
    },
    { highWaterMark: 0 },
  );
  return respond(c, stream, 200, headers);
}
