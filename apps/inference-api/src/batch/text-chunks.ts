import { setTimeout as pause } from "node:timers/promises";
import { TextDecoder } from "node:util";
import { errorTable } from "@modelport/contracts";
import type { AppContext } from "../http/context.ts";
import { BatchRefused } from "./rows.ts";
import type { SpooledRequest } from "./spool.ts";

/** How much of a refused batch is read, for how long, and how long it may pause. */
const MOST_DISCARDED_BYTES = 64 * 1024 * 1024;
const MOST_DISCARDING_MS = 10_000;
const IDLE_MS = 500;

/**
 * The text of a request's body, piece by piece. Throws BatchRefused at once if more than `limitBytes` are announced,
 * before the body is opened: a body that was opened and abandoned is not drained, and its connection is lost.
 * `received` gets each piece first, and may throw BatchRefused too.
 */
export function bodyChunks(c: AppContext, limitBytes: number, received?: Received): RequestText {
  if (Number(c.req.header("content-length") ?? 0) > limitBytes) throw batchTooLarge(limitBytes);
  return new RequestText(c.req.raw.body, limitBytes, received);
}

type Received = (bytes: Uint8Array) => void;

/**
 * Decodes a body piece by piece; throws BatchRefused if it is not UTF-8 or has more than `limitBytes`. Leaving the loop
 * does not cancel the body, which would close the connection before the answer says why: the body can still be
 * discarded.
 */
export class RequestText implements AsyncIterable<string>, SpooledRequest {
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #limitBytes: number;
  readonly #heard: Received | undefined;
  #received = 0;
  #finished = false;

  constructor(body: ReadableStream<Uint8Array> | null, limitBytes: number, heard?: Received) {
    this.#body = (body ?? ReadableStream.from<Uint8Array>([])).values({ preventCancel: true });
    this.#limitBytes = limitBytes;
    this.#heard = heard;
  }

  get unfinished(): boolean {
    return !this.#finished;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    // Without `fatal`, bytes that are not UTF-8 would become U+FFFD and be scored as if they had been sent that way.
    const decoder = new TextDecoder("utf-8", { fatal: true });
    for (let bytes = await this.#next(); bytes; bytes = await this.#next()) {
      if (this.#received > this.#limitBytes) throw batchTooLarge(this.#limitBytes);
      this.#heard?.(bytes);
      yield decode(decoder, bytes);
    }
    yield decode(decoder);
  }

  /** Reads and discards while `goOn` returns true, up to the limit of a batch. */
  async discard(goOn: () => boolean): Promise<void> {
    while (goOn() && this.#received <= this.#limitBytes && (await this.#next()));
  }

  /**
   * Discards what arrives before the batch is refused, within limits: a client that reads nothing until it has sent
   * everything would otherwise see a connection reset instead of the reason.
   */
  async discardBeforeRefusal(): Promise<void> {
    const most = this.#received + MOST_DISCARDED_BYTES;
    const deadline = performance.now() + MOST_DISCARDING_MS;
    const goOn = () => this.#received < most && performance.now() < deadline;
    const idle = new AbortController();
    const tooLong = (async () => {
      for (let last = -1; last !== this.#received; await pause(IDLE_MS, undefined, idle)) last = this.#received;
    })();
    const discarded = this.discard(goOn).catch(() => undefined);
    await Promise.race([discarded, tooLong.catch(() => undefined)]);
    idle.abort();
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.#body.next();
      if (done) {
        this.#finished = true;
        return undefined;
      }
      this.#received += value.byteLength;
      return value;
    } catch (error) {
      this.#finished = true;
      throw error;
    }
  }
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    const { detail } = errorTable.invalid_encoding;
    throw new BatchRefused({
      code: "invalid_encoding",
      detail: isUtf16(bytes) ? `The body is UTF-16. ${detail}` : detail,
    });
  }
}

/** Whether it starts with a byte order mark of UTF-16, neither byte of which can occur in UTF-8. */
function isUtf16(bytes: Uint8Array | undefined): boolean {
  const [first, second] = bytes ?? [];
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function batchTooLarge(limitBytes: number): BatchRefused {
  const detail = `The batch has more than ${limitBytes} bytes, which is the limit of this endpoint; send it in parts.`;
  return new BatchRefused({ code: "payload_too_large", detail });
}
