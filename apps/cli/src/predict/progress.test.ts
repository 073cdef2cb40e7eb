import { Writable } from "node:stream";
import { expect, it, vi } from "vitest";
import { Terminal } from "../terminal.ts";
import { Progress } from "./progress.ts";

function terminal(isTTY: boolean) {
  const written: string[] = [];
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  return { written, stderr: Object.assign(stderr, { isTTY }) };
}

/** Two updates after `seconds` each. */
function draw(isTTY: boolean, quiet: boolean, totalBytes: number | undefined, seconds: number): string[] {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    const { written, stderr } = terminal(isTTY);
    const progress = new Progress(new Terminal(stderr), quiet, totalBytes);
    vi.advanceTimersByTime(seconds * 1000);
    progress.update(5_000, 5_000, 500);
    progress.update(5_001, 5_001, 501);
    vi.advanceTimersByTime(seconds * 1000);
    progress.update(10_000, 10_000, 1_000);
    progress.note("A note.");
    return written;
  } finally {
    vi.useRealTimers();
  }
}

it("draws a bar where people look", () => {
  expect(draw(true, false, 1_000, 1)).toEqual([
    "\r\u001B[K[############------------] 50 %, 5,000 rows, 5,000 rows/s",
    "\r\u001B[K[########################] 100 %, 10,000 rows, 5,000 rows/s",
    "\r\u001B[K",
    "A note.\n",
  ]);
});

it("writes a line every few seconds elsewhere", () => {
  expect(draw(false, false, 1_000, 5)).toEqual([
    "50 %, 5,000 rows, 1,000 rows/s\n",
    "100 %, 10,000 rows, 1,000 rows/s\n",
    "A note.\n",
  ]);
  expect(draw(false, false, 1_000, 1)).toEqual(["A note.\n"]);
});

it("tells no share of an input without an end, and nothing with --quiet", () => {
  expect(draw(true, false, undefined, 1)[0]).toBe("\r\u001B[K5,000 rows, 5,000 rows/s");
  expect(draw(true, true, 1_000, 1)).toEqual([]);
});
