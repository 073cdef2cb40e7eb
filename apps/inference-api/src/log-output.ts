// Where log lines go: standard output, whole and in order, whether it is a file, a pipe that is full or one that nobody reads.
import { writeSync } from "node:fs";

const STDOUT = 1;
/** How long a full pipe that does not block gets to drain before the next attempt. */
const FULL_PIPE_MS = 5;
/** As much as a pipe holds: more at once would be written in parts. */
const MOST_PENDING_CHARACTERS = 65_536;

/** Has written all of `text` when it returns; drops it where nobody reads or a disk is full: answers matter more. */
export function writeAll(text: string): void {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(STDOUT, bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_MS);
    }
  }
}

/**
 * Gathers the lines that one callback of the event loop leads to, and writes them before the next: requests that were
 * answered together, by one run of the model, cost one write. A timer would keep lines longer, on a platform that takes the
 * CPU away behind an answer until the next request.
 */
export function gatherLines(write: (text: string) => void = writeAll): (line: string) => void {
  let pending = "";
  const flush = () => {
    const text = pending;
    pending = "";
    if (text !== "") write(text);
  };
  // Whatever ends the process, but a signal that cannot be caught.
  process.on("exit", flush);
  return (line) => {
    if (pending === "") process.nextTick(flush);
    pending += line;
    if (pending.length >= MOST_PENDING_CHARACTERS) flush();
  };
}
