import type { Surroundings } from "../command.ts";
import { withCommas } from "./summary.ts";

const BAR_CHARACTERS = 24;
const BAR_INTERVAL_MS = 100;
const LINE_INTERVAL_MS = 5_000;

/** Says how far a run is: a bar that is drawn anew where people look, a line every few seconds elsewhere. */
export class Progress {
  readonly #stderr: Surroundings["stderr"];
  readonly #quiet: boolean;
  readonly #isTerminal: boolean;
  readonly #totalBytes: number | undefined;
  readonly #startedAt = performance.now();
  #drawnAt = performance.now();

  constructor(stderr: Surroundings["stderr"], quiet: boolean, totalBytes: number | undefined) {
    this.#stderr = stderr;
    this.#quiet = quiet;
    this.#isTerminal = stderr.isTTY === true;
    this.#totalBytes = totalBytes;
  }

  /** `ownRows` are those of this run, `rows` those of an earlier one too. */
  update(rows: number, ownRows: number, bytesRead: number): void {
    const now = performance.now();
    if (this.#quiet || now - this.#drawnAt < (this.#isTerminal ? BAR_INTERVAL_MS : LINE_INTERVAL_MS)) return;
    this.#drawnAt = now;
    const rate = `${withCommas(rows)} rows, ${withCommas(ownRows / ((now - this.#startedAt) / 1000))} rows/s`;
    const share = this.#totalBytes === undefined ? undefined : Math.min(1, bytesRead / Math.max(1, this.#totalBytes));
    const percent = share === undefined ? "" : `${Math.floor(share * 100)} %, `;
    if (!this.#isTerminal) this.#stderr.write(`${percent}${rate}\n`);
    else this.#stderr.write(`\r\u001B[K${share === undefined ? "" : `${bar(share)} `}${percent}${rate}`);
  }

  /** A line of its own. */
  note(sentence: string): void {
    if (this.#quiet) return;
    this.clear();
    this.#stderr.write(`${sentence}\n`);
  }

  /** Removes the bar, so that something else can be written. */
  clear(): void {
    if (this.#isTerminal && !this.#quiet) this.#stderr.write("\r\u001B[K");
  }
}

function bar(share: number): string {
  const full = Math.round(share * BAR_CHARACTERS);
  return `[${"#".repeat(full)}${"-".repeat(BAR_CHARACTERS - full)}]`;
}
