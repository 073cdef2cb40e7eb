import type { Handler } from "hono";
import type { AppContext, AppEnv } from "./context.ts";
import { Holding } from "../batch/holding.ts";
import { BatchRefused } from "../batch/rows.ts";
import type { MemoryBudget } from "../memory/memory-budget.ts";
import { refuse } from "./refuse.ts";

/**
 * `handler` for bodies of at most `mostBytes`; larger ones are refused. An announced length is checked without touching
 * the body; without one, the body is read here and counted as it arrives.
 */
export function limitBody(mostBytes: number, memory: MemoryBudget, handler: Handler<AppEnv>): Handler<AppEnv> {
  const detail = `The body may have at most ${mostBytes} bytes.`;
  const gathered: Handler<AppEnv> = async (c, next) => {
    const holding = new Holding(memory, c.req.raw.signal);
    try {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of c.req.raw.body ?? []) {
        bytes += chunk.byteLength;
        if (bytes > mostBytes) throw new BatchRefused({ code: "payload_too_large", detail });
        holding.grow(chunk.byteLength);
        chunks.push(chunk);
      }
      c.env = { ...c.env, body: Buffer.concat(chunks) };
      return (await handler(c, next)) as Response;
    } catch (error) {
      if (error instanceof BatchRefused) return refuse(c, error.fault.code, error.fault);
      throw error;
    } finally {
      holding.release();
    }
  };
  return (c, next) => {
    const length = lengthOf(c);
    if (length === undefined) return gathered(c, next);
    return length > mostBytes ? refuse(c, "payload_too_large", { detail }) : handler(c, next);
  };
}

/** The size in bytes, if it is known before the body is read. */
function lengthOf(c: AppContext): number | undefined {
  if (c.env?.body) return c.env.body.byteLength;
  const announced = c.req.header("content-length");
  return announced === undefined || c.req.header("transfer-encoding") !== undefined ? undefined : Number(announced);
}
