import type { Context, Handler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { AppEnv } from "./app.ts";
import { refuse } from "./refuse.ts";

/**
 * `handler` for bodies of at most `mostBytes`; larger ones are refused. An announced length is compared and the body left
 * alone: Hono's own middleware opens it as a stream first, which costs a server more than everything else that it does for
 * a prediction.
 */
export function limitBody(mostBytes: number, handler: Handler<AppEnv>): Handler<AppEnv> {
  const detail = `The body may have at most ${mostBytes} bytes.`;
  const tooLarge = (c: Context<AppEnv>) => refuse(c, "payload_too_large", { detail });
  const counted = bodyLimit({ maxSize: mostBytes, onError: tooLarge });
  return (c, next) => {
    const length = lengthOf(c);
    if (length !== undefined) return length > mostBytes ? tooLarge(c) : handler(c, next);
    return (async () => {
      let response: Response | undefined;
      const refusal = await counted(c, async () => void (response = (await handler(c, next)) as Response));
      return refusal ?? response;
    })() as Promise<Response>;
  };
}

/** Bytes, where they are known before the body is read. */
function lengthOf(c: Context<AppEnv>): number | undefined {
  if (c.env?.body) return c.env.body.byteLength;
  const announced = c.req.header("content-length");
  return announced === undefined || c.req.header("transfer-encoding") !== undefined ? undefined : Number(announced);
}
