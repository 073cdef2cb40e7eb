// How many requests each worker holds, in a file that outlives the worker: nobody else knows it when one is killed.
import { randomUUID } from "node:crypto";
import { openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HELD_FD } from "./messages.ts";

/** The first is memory on Linux, and in most containers writable even if nothing else is. */
const FOLDERS = ["/dev/shm", tmpdir()];
const COUNT_BYTES = 4;

/** The supervisor's side. */
export class HeldRequests {
  /** For the workers; undefined if this container has no place for the file. */
  readonly fd = openUnnamed();

  /** Call it before worker `number` starts. */
  clear(number: number): void {
    if (this.fd !== undefined) writeSync(this.fd, new Uint8Array(COUNT_BYTES), 0, COUNT_BYTES, number * COUNT_BYTES);
  }

  /** What worker `number` wrote last; undefined if workers cannot write. */
  of(number: number): number | undefined {
    if (this.fd === undefined) return undefined;
    const count = new Int32Array(1);
    readSync(this.fd, count, 0, COUNT_BYTES, number * COUNT_BYTES);
    return count[0];
  }
}

/** For worker `number`: keeps the count in the file, with one write for all changes of a turn of the event loop. */
export function countHeld(number: number): (change: 1 | -1) => void {
  const count = new Int32Array(1);
  let written = true;
  const write = () => {
    written = true;
    writeSync(HELD_FD, count, 0, COUNT_BYTES, number * COUNT_BYTES);
  };
  return (change) => {
    count[0] = (count[0] ?? 0) + change;
    if (!written) return;
    written = false;
    // Before the model runs, which waits for the same phase of the event loop.
    setImmediate(write);
  };
}

function openUnnamed(): number | undefined {
  for (const folder of FOLDERS) {
    const file = join(folder, `modelport-${randomUUID()}`);
    try {
      const fd = openSync(file, "wx+", 0o600);
      unlinkSync(file);
      return fd;
    } catch {
      continue;
    }
  }
  return undefined;
}
