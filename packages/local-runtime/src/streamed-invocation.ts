// InvokeWithResponseStream: the answer while it is produced.
import { setTimeout as sleep } from "node:timers/promises";
import type { InvocationResult, TakeStream } from "./invocation-result.ts";
import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import type { StreamedResponse } from "./streamed-response.ts";

/** An answer that arrives while the function runs; if the function does not stream, all of it at once. */
export interface StreamedInvocation {
  readonly contentType: string;
  /** Ends with the answer, or when the function fails; must be read to its end. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Settles after the end of `body`: with the error of a function that failed, otherwise undefined. */
  readonly failure: Promise<InvocationResult | undefined>;
}

/** `invoke` settles when the invocation is over. */
export async function streamedInvocation(
  invoke: (takeStream: TakeStream) => Promise<InvocationResult>,
): Promise<StreamedInvocation> {
  const begun = Promise.withResolvers<StreamedResponse>();
  const over = invoke(begun.resolve);
  const first = await Promise.race([begun.promise, over]);
  const failure = over.then((result) => (result.functionError ? result : undefined));
  if ("body" in first) return { contentType: first.contentType, body: throttled(first.body), failure };
  const whole = first.functionError ? [] : [Buffer.from(JSON.stringify(first.payload))];
  return { contentType: "application/json", body: iterate(whole), failure };
}

async function* iterate<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** At full speed for the first megabytes, then no faster than Lambda streams. */
async function* throttled(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { streamBurstBytes, streamBytesPerSecond } = LAMBDA_LIMITS;
  let bytes = 0;
  let burstEndedAt: number | undefined;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > streamBurstBytes) {
      burstEndedAt ??= performance.now();
      const dueAt = burstEndedAt + ((bytes - streamBurstBytes) / streamBytesPerSecond) * 1000;
      if (dueAt > performance.now()) await sleep(dueAt - performance.now());
    }
    yield piece;
  }
}
