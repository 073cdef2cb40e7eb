// Answers that are produced while their client still sends and does not read yet.
import { MemoryBudget } from "../memory/memory-budget.ts";

/** What all the answers of a process may hold together. */
export interface SpoolBudget {
  /** Returns false, and takes nothing, if there is not enough left. */
  reserve(bytes: number): boolean;
  release(bytes: number): void;
}

const MOST_BYTES = 268_435_456;

/** An eighth of the memory that the process may use, at most 256 MiB. */
export function unreadBytesByMemory(memoryBytes: number): number {
  return Math.min(MOST_BYTES, Math.floor(memoryBytes / 8));
}

/** A budget of `mostBytes`, taken from `memory`. */
export class ByteBudget implements SpoolBudget {
  readonly #memory: MemoryBudget;
  #free: number;
  constructor(mostBytes: number, memory = new MemoryBudget(Number.POSITIVE_INFINITY)) {
    this.#free = mostBytes;
    this.#memory = memory;
  }

  reserve(bytes: number): boolean {
    if (bytes > this.#free || !this.#memory.take(bytes, this.#memory.batchBytes)) return false;
    this.#free -= bytes;
    return true;
  }

  release(bytes: number): void {
    this.#memory.give(bytes);
    this.#free += bytes;
  }
}

/** The request whose answer is spooled. */
export interface SpooledRequest {
  /** The end of the request has not been read. */
  readonly unfinished: boolean;
  /** Reads and discards while `goOn` returns true, so that the client can finish sending. */
  discard(goOn: () => boolean): Promise<void>;
}

/** One piece, and how many bytes of the budget it holds. */
interface Piece {
  readonly bytes: Uint8Array;
  reserved: number;
}

interface SpoolOptions {
  readonly budget: SpoolBudget;
  /** How long a full spool waits before it treats the client as one that reads nothing until it has sent everything. */
  readonly patienceMs: number;
  readonly request: SpooledRequest;
  /** The last piece of an answer that is not being read; `heldBytes` are still waiting. */
  readonly notRead: (heldBytes: number) => Uint8Array;
}

/**
 * `pieces`, produced ahead of their reader while the request is unfinished and the budget lasts: many clients read
 * nothing before they have sent everything, so client and server would wait for each other. A reader that is merely
 * slow slows the work down, as it would without a spool. A reader that takes nothing for `patienceMs` while the spool
 * is full gets what is there, then the piece of `notRead`; the rest of the request is discarded.
 */
export class Spool implements AsyncIterableIterator<Uint8Array> {
  readonly #pieces: AsyncGenerator<Uint8Array>;
  readonly #options: SpoolOptions;
  readonly #waiting: Piece[] = [];
  #held = 0;
  #state: "new" | "running" | "over" = "new";
  #left = false;
  #error: { readonly error: unknown } | undefined;
  /** Wakes the side that waits for the other. */
  #arrived: (() => void) | undefined;
  #taken: (() => void) | undefined;

  constructor(pieces: AsyncGenerator<Uint8Array>, options: SpoolOptions) {
    this.#pieces = pieces;
    this.#options = options;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#state === "new") {
      this.#state = "running";
      void this.#run();
    }
    while (this.#waiting.length === 0 && this.#state === "running") {
      const arrival = Promise.withResolvers<void>();
      this.#arrived = arrival.resolve;
      await arrival.promise;
    }
    const first = this.#waiting.shift();
    if (first) {
      this.#forget(first);
      this.#taken?.();
      return { done: false, value: first.bytes };
    }
    this.#left = true;
    if (this.#error) throw this.#error.error;
    return { done: true, value: undefined };
  }

  /** The reader has stopped. */
  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#left = true;
    for (const each of this.#waiting.splice(0)) this.#forget(each);
    this.#taken?.();
    await this.#pieces.return(undefined);
    return { done: true, value: undefined };
  }

  async #run(): Promise<void> {
    const { request } = this.#options;
    try {
      let stalled = false;
      while (!this.#left && !stalled) {
        const { done, value } = await this.#pieces.next();
        if (done || this.#left) break;
        const withinBudget = this.#push(value);
        stalled = !(await this.#mayGoOn(withinBudget));
      }
      if (stalled) await this.#giveUp();
      // The answer must not end before the request: if the connection ends earlier, a client that still sends gets a
      // reset and loses the answer.
      if (request.unfinished) await request.discard(() => !this.#left).catch(() => undefined);
    } catch (error) {
      this.#error = { error };
    }
    this.#state = "over";
    this.#arrived?.();
  }

  /** Waits until more may be produced; false if the reader takes nothing. */
  async #mayGoOn(withinBudget: boolean): Promise<boolean> {
    const { request, patienceMs } = this.#options;
    let within = withinBudget;
    const last = this.#waiting.at(-1);
    while (this.#waiting.length > 0 && !this.#left && !(request.unfinished && within)) {
      // Once the request has ended there is no deadlock: an answer that is never read is ended by its sender.
      const took = await this.#nextTaken(request.unfinished ? patienceMs : undefined);
      if (!took && request.unfinished) return false;
      if (!within && last && this.#waiting.includes(last)) within = this.#reserve(last);
    }
    return true;
  }

  async #giveUp(): Promise<void> {
    await this.#pieces.return(undefined);
    this.#push(this.#options.notRead(this.#held));
  }

  #push(bytes: Uint8Array): boolean {
    const piece = { bytes, reserved: 0 };
    const within = this.#reserve(piece);
    this.#waiting.push(piece);
    this.#held += bytes.byteLength;
    this.#arrived?.();
    return within;
  }

  #reserve(piece: Piece): boolean {
    if (!this.#options.budget.reserve(piece.bytes.byteLength)) return false;
    piece.reserved = piece.bytes.byteLength;
    return true;
  }

  #forget({ bytes, reserved }: Piece): void {
    this.#held -= bytes.byteLength;
    this.#options.budget.release(reserved);
  }

  /** Whether the reader takes something within `milliseconds`. */
  #nextTaken(milliseconds: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => resolve(false), milliseconds);
      this.#taken = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
