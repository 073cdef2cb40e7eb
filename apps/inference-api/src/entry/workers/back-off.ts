/** A worker that has lived this long was well. */
const WELL_MS = 60_000;
const FIRST_WAIT_MS = 1000;
const MOST_WAIT_MS = 30_000;

/** How long to wait before a worker is replaced: at first not at all, then twice as long each time it dies early. */
export class BackOff {
  #early = 0;

  /** Milliseconds, for a worker that has died after `livedMs`. */
  next(livedMs: number): number {
    this.#early = livedMs < WELL_MS ? this.#early + 1 : 1;
    return this.#early === 1 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (this.#early - 2), MOST_WAIT_MS);
  }
}
