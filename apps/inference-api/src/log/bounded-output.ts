import { constants, fstatSync, openSync, writeSync } from "node:fs";

/** How long writing may wait for a reader in total; the allowance refills as time passes. */
const MOST_WAIT_MS = 50;
/** The share of elapsed time that refills it: the maximum share of the process's time that a slow reader can cost. */
const WAIT_SHARE = 0.05;
/** The pause between two attempts to write to a full pipe. */
const STEP_MS = 5;
/** How often a returning reader is noticed while nothing is logged. */
const RETRY_MS = 1000;
const LINE_BREAK = 10;
const NOTHING = Buffer.alloc(0);

/**
 * Writes lines to a descriptor from the event loop. A pipe, socket or terminal whose reader has stopped must not stop
 * the process: after a short wait whole lines are dropped, and when the reader is back, one line says how many. If the
 * reader is gone for good, all lines are dropped. A file is written at once, however slow its disk is.
 */
export class BoundedOutput {
  readonly #fd: number;
  readonly #mostAtOnce: number;
  /** The rest of a partly written line. */
  #rest: Buffer = NOTHING;
  #lost = 0;
  #closed = false;
  #waitMs = MOST_WAIT_MS;
  #waitedAt = 0;
  /** An attempt at a full pipe costs 50 µs; one per line would slow down the answers. */
  #fullUntil = 0;
  #retrying = false;

  /** `mostAtOnce`: the bytes of one write, unless a single line is longer. */
  constructor(fd: number, mostAtOnce = Number.POSITIVE_INFINITY) {
    this.#fd = nonBlocking(fd);
    this.#mostAtOnce = mostAtOnce;
  }

  /** `lines` ends with a line break. */
  write(lines: string): void {
    if (this.#closed) return;
    const bytes = Buffer.from(lines);
    if (!this.#caughtUp()) this.#lost += linesIn(bytes);
    else this.#keep(bytes, this.#put(bytes));
    if (this.#rest.length > 0 || this.#lost > 0) this.#retryLater();
  }

  /** Writes what is pending, and returns whether nothing is left. */
  #caughtUp(): boolean {
    if (performance.now() < this.#fullUntil) return false;
    if (this.#rest.length > 0) this.#rest = this.#put(this.#rest);
    if (this.#rest.length > 0) return false;
    if (this.#lost === 0) return true;
    const notice = Buffer.from(lostNotice(this.#lost));
    const left = this.#put(notice);
    if (left.length === notice.length) return false;
    this.#lost = 0;
    this.#rest = left;
    return left.length === 0;
  }

  /** From what is `left` of `bytes`, keeps the rest of a partly written line; the lines after it are lost. */
  #keep(bytes: Buffer, left: Buffer): void {
    if (left.length === 0) return;
    const written = bytes.length - left.length;
    const begun = written > 0 && bytes[written - 1] !== LINE_BREAK;
    const end = begun ? left.indexOf(LINE_BREAK) + 1 || left.length : 0;
    this.#rest = Buffer.from(left.subarray(0, end));
    this.#lost += linesIn(left.subarray(end));
  }

  /** Writes as much as fits, waiting as long as allowed; returns the rest. */
  #put(bytes: Buffer): Buffer {
    let left = bytes;
    while (left.length > 0) {
      try {
        left = left.subarray(writeSync(this.#fd, this.#nextOf(left)));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EAGAIN" && this.#wait()) continue;
        // A full disk may get room again; a reader that has closed its end does not come back.
        if (code !== "EAGAIN" && code !== "ENOSPC") this.#closed = true;
        this.#fullUntil = performance.now() + STEP_MS;
        return this.#closed ? NOTHING : left;
      }
    }
    return left;
  }

  /** The lines that one write takes. */
  #nextOf(bytes: Buffer): Buffer {
    if (bytes.length <= this.#mostAtOnce) return bytes;
    const end = bytes.lastIndexOf(LINE_BREAK, this.#mostAtOnce - 1) + 1 || bytes.indexOf(LINE_BREAK) + 1;
    return end === 0 ? bytes : bytes.subarray(0, end);
  }

  #wait(): boolean {
    const now = performance.now();
    this.#waitMs = Math.min(MOST_WAIT_MS, this.#waitMs + (now - this.#waitedAt) * WAIT_SHARE);
    this.#waitedAt = now;
    if (this.#waitMs < STEP_MS) return false;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STEP_MS);
    this.#waitMs -= STEP_MS;
    return true;
  }

  #retryLater(): void {
    if (this.#retrying) return;
    this.#retrying = true;
    const retry = () => {
      this.#retrying = false;
      this.write("");
    };
    setTimeout(retry, RETRY_MS).unref();
  }
}

/**
 * A non-blocking descriptor for the same file: a new one if it can be opened again, so that other processes with the
 * same terminal or pipe are not affected. Sockets cannot be reopened, nor can the pipe of another user, as in
 * containers: for these, touching Node's own `process.stdout` makes the shared descriptor non-blocking.
 */
function nonBlocking(fd: number): number {
  try {
    // A new description of a file would start at its beginning.
    if (fstatSync(fd).isFile()) return fd;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    void (fd === 2 ? process.stderr : process.stdout);
    return fd;
  }
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_BREAK); at !== -1; at = bytes.indexOf(LINE_BREAK, at + 1)) lines++;
  return lines;
}

function lostNotice(lost: number): string {
  const message = `${lost} log lines were lost because nobody read the log.`;
  return `${JSON.stringify({ level: "warn", time: new Date().toISOString(), lost_lines: lost, message })}\n`;
}
