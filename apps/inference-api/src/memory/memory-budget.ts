/**
 * How many bytes all the requests in progress may hold in this process. Callers take bytes before they hold them, and
 * give them back. What does not fit is refused; otherwise the process would run out of memory.
 */
export class MemoryBudget {
  readonly bytes: number;
  #used = 0;

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  get used(): number {
    return this.#used;
  }

  /** Batches leave a quarter to single requests, which they would otherwise lock out. */
  get batchBytes(): number {
    return this.bytes * 0.75;
  }

  /**
   * Less than all batches have; otherwise other requests in progress would decide whether a batch is refused for good.
   */
  get oneBatchBytes(): number {
    return this.batchBytes * 0.875;
  }

  /** The maximum size of JSON that is held as a whole, capped at `most`: its text takes four times as much. */
  jsonBytes(most: number): number {
    return Math.min(most, Math.floor(this.oneBatchBytes / 4));
  }

  /** False, and nothing is taken, if they do not fit below `most`. */
  take(bytes: number, most = this.bytes): boolean {
    if (this.#used + bytes > most) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}
