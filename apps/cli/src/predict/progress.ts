import type { Terminal } from "../terminal.ts";
import { withCommas } from "./summary.ts";

const BAR_CHARACTERS = 24;
const BAR_INTERVAL_MS = 100;
const LINE_INTERVAL_MS = 5_000;

/** Reports how far a run is: a bar that is redrawn on a terminal, a line every few seconds elsewhere. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #quiet: boolean;
  readonly #totalBytes: number | undefined;
  readonly #startedAt = performance.now();
  #drawnAt = performance.now();

  constructor(terminal: Terminal, quiet: boolean, totalBytes: number | undefined) {
    this.#terminal = terminal;
    this.#quiet = quiet;
    this.#totalBytes = totalBytes;
  }

  /** `ownRows` are those of this run; `rows` includes those of an earlier one. */
  update(rows: number, ownRows: number, bytesRead: number): void {
    const now = performance.now();
    if (this.#quiet || now - this.#drawnAt < (this.#terminal.isTerminal ? BAR_INTERVAL_MS : LINE_INTERVAL_MS)) return;
    this.#drawnAt = now;
    const rate = `${withCommas(rows)} rows, ${withCommas(ownRows / ((now - this.#startedAt) / 1000))} rows/s`;
    const share = this.#totalBytes === undefined ? undefined : Math.min(1, bytesRead / Math.max(1, this.#totalBytes));
    const percent = share === undefined ? "" : `${Math.floor(share * 100)} %, `;
    if (this.#terminal.isTerminal) {
      this.#terminal.redraw(`${share === undefined ? "" : `${bar(share)} `}${percent}${rate}`);
    } else this.#terminal.say(`${percent}${rate}`);
  }

  /** A separate line. */
  note(sentence: string): void {
    if (this.#quiet) return;
    this.clear();
    this.#terminal.say(sentence);
  }

  /** Removes the bar, so that something else can be written. */
  clear(): void {
    if (this.#terminal.isTerminal && !this.#quiet) this.#terminal.redraw("");
  }
}

function bar(share: number): string {
  const full = Math.round(share * BAR_CHARACTERS);
  return `[${"#".repeat(full)}${"-".repeat(BAR_CHARACTERS - full)}]`;
}
