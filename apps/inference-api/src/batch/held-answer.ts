import type { Context } from "hono";
import type { AppEnv } from "../app.ts";
import { respond } from "../respond.ts";
import type { Holding } from "./holding.ts";

const HEADERS = { "Content-Type": "application/json" };

/**
 * Answers with JSON whose `pieces` are made as the client reads them. What fails in the first refuses the request; later it
 * cuts the connection. `holding` is released at the end, or when the client has gone.
 */
export async function respondInPieces(
  c: Context<AppEnv>,
  pieces: AsyncGenerator<string>,
  holding: Holding,
): Promise<Response> {
  const encoder = new TextEncoder();
  // Begun here: a generator that was never begun would not run what it has to do at its end.
  let next: Promise<IteratorResult<string>> | undefined = Promise.resolve(await pieces.next());
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await (next ?? pieces.next());
        next = undefined;
        if (!done) return controller.enqueue(encoder.encode(value));
        controller.close();
        holding.release();
      },
      async cancel() {
        await pieces.return(undefined);
        holding.release();
      },
    },
    { highWaterMark: 0 },
  );
  return respond(c, body, 200, HEADERS);
}
