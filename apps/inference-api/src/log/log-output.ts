// Where log lines go: standard output, in whole lines and in order, and never at the cost of the answers.
import { BoundedOutput } from "./bounded-output.ts";

const STDOUT = 1;
/** About as much as a pipe holds: more at once would be written in parts. */
const MOST_PENDING_CHARACTERS = 65_536;

let stdout: BoundedOutput | undefined;

/**
 * Writes whole lines to standard output before it returns. If nobody reads them, they are dropped after a short wait, and
 * a later line says how many: see {@link BoundedOutput}.
 */
export function writeLines(lines: string): void {
  stdout ??= new BoundedOutput(STDOUT);
  stdout.write(lines);
}

/**
 * Gathers the lines that one callback of the event loop leads to, and writes them before the next: requests that were
 * answered together, by one run of the model, cost one write. A timer would keep lines longer, on a platform that takes the
 * CPU away behind an answer until the next request.
 */
export function gatherLines(write: (lines: string) => void = writeLines): (line: string) => void {
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
