import type { MemoryBudget } from "../memory/memory-budget.ts";
import { BatchRefused } from "./rows.ts";

/**
 * The memory that one batch holds, from its first byte until its answer has been sent or its client has disconnected.
 */
export class Holding {
  readonly #memory: MemoryBudget;
  #bytes = 0;
  #released: boolean;

  constructor(memory: MemoryBudget, signal: AbortSignal) {
    this.#memory = memory;
    this.#released = signal.aborted;
    signal.addEventListener("abort", () => this.release(), { once: true });
  }

  /** @throws {BatchRefused} if that much memory is not available now, or never will be */
  grow(bytes: number): void {
    if (this.#released) return;
    const { batchBytes, oneBatchBytes } = this.#memory;
    if (this.#bytes + bytes > oneBatchBytes) {
      const detail = `The batch takes more memory than the ${Math.floor(oneBatchBytes / 2 ** 20)} MiB that this instance has for one; send it in parts, or as NDJSON or CSV, which are streamed.`;
      throw new BatchRefused({ code: "payload_too_large", detail });
    }
    if (!this.#memory.take(bytes, batchBytes)) throw new BatchRefused({ code: "overloaded", detail: OVERLOADED });
    this.#bytes += bytes;
  }

  shrink(bytes: number): void {
    if (this.#released) return;
    this.#memory.give(bytes);
    this.#bytes -= bytes;
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#memory.give(this.#bytes);
  }
}

/** `pieces`; releases `holding` when the last of them has been read, or when the reader stops early. */
export async function* heldUntilTaken<T>(pieces: AsyncIterable<T> | Iterable<T>, holding: Holding): AsyncGenerator<T> {
  try {
    yield* pieces;
  } finally {
    holding.release();
  }
}

const OVERLOADED =
  "The batches under way leave no memory for this one; send it again after the seconds that Retry-After names.";
