/**
 * How many bytes the requests under way may hold in this process, all together. A caller that is about to hold some takes them
 * first, and gives them back; what does not fit is refused, because the alternative is the end of the process.
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

  /** Batches leave a quarter to single requests, which a full house would otherwise lock out. */
  get batchBytes(): number {
    return this.bytes * 0.75;
  }

  /** Less than all batches have: otherwise whatever else is under way would decide whether one is refused for good. */
  get oneBatchBytes(): number {
    return this.batchBytes * 0.875;
  }

  /** The most bytes of JSON that is held as a whole, where `most` are taken in any case: as text alone it takes four times as much. */
  jsonBytes(most: number): number {
    return Math.min(most, Math.floor(this.oneBatchBytes / 4));
  }

  /** False, and nothing is taken, where they do not fit below `most`. */
  take(bytes: number, most = this.bytes): boolean {
    if (this.#used + bytes > most) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}
