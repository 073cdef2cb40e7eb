import { TextDecoder } from "node:util";
import { errorTable } from "@modelport/contracts";
import type { Context } from "hono";
import type { AppEnv } from "../app.ts";
import type { ErrorBudget } from "./error-budget.ts";
import { BatchRefused } from "./rows.ts";

/**
 * The text of a request's body, piece by piece; throws BatchRefused at once for more announced bytes than `limitBytes`.
 * Before the body is touched: a body that was opened and left is not drained, and its connection is lost.
 */
export function bodyChunks(c: Context<AppEnv>, limitBytes: number, budget?: ErrorBudget): AsyncGenerator<string> {
  if (Number(c.req.header("content-length") ?? 0) > limitBytes) throw batchTooLarge(limitBytes);
  return textChunks(c.req.raw.body, limitBytes, budget);
}

/** Decodes a body piece by piece; throws BatchRefused for what is not UTF-8 and for more than `limitBytes`. */
async function* textChunks(
  body: ReadableStream<Uint8Array> | null,
  limitBytes: number,
  budget: ErrorBudget | undefined,
): AsyncGenerator<string> {
  // Without fatal, bytes that are no UTF-8 would become U+FFFD and be scored as if they had been sent so.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let received = 0;
  for await (const bytes of body ?? []) {
    received += bytes.byteLength;
    if (received > limitBytes) throw batchTooLarge(limitBytes);
    budget?.earn(bytes.byteLength);
    yield decode(decoder, bytes);
  }
  yield decode(decoder);
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw new BatchRefused({ code: "invalid_encoding", detail: errorTable.invalid_encoding.detail });
  }
}

function batchTooLarge(limitBytes: number): BatchRefused {
  const detail = `The batch has more than ${limitBytes} bytes, which is what this door takes; send it in parts.`;
  return new BatchRefused({ code: "payload_too_large", detail });
}
