// Writes log lines to standard output, whole and in order, without delaying the answers.
import { BoundedOutput } from "./bounded-output.ts";

const STDOUT = 1;
/** About the capacity of a pipe; more would be written in parts. */
const MOST_PENDING_CHARACTERS = 65_536;

let stdout: BoundedOutput | undefined;

/**
 * Writes whole lines to standard output before it returns. If nobody reads them, they are dropped after a short wait,
 * and a later line says how many: see {@link BoundedOutput}.
 */
export function writeLines(lines: string): void {
  stdout ??= new BoundedOutput(STDOUT);
  stdout.write(lines);
}

/** What Linux writes into a pipe without mixing it with the writes of other processes (PIPE_BUF, `man 7 pipe`). */
const ATOMIC_BYTES = 4096;

/** The same as {@link writeLines}, for a process that shares standard output with others. */
export function writeSharedLines(lines: string): void {
  stdout ??= new BoundedOutput(STDOUT, ATOMIC_BYTES);
  stdout.write(lines);
}

/**
 * Collects the lines of one event-loop callback and writes them before the next: requests that are answered together,
 * by one run of the model, cost one write. A timer would hold lines longer on a platform that suspends the process
 * between requests.
 */
export function gatherLines(write: (lines: string) => void = writeLines): (line: string) => void {
  let pending = "";
  const flush = () => {
    const text = pending;
    pending = "";
    if (text !== "") write(text);
  };
  // Runs on every exit except a signal that cannot be caught.
  process.on("exit", flush);
  return (line) => {
    if (pending === "") process.nextTick(flush);
    pending += line;
    if (pending.length >= MOST_PENDING_CHARACTERS) flush();
  };
}
