import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { step } from "./step.mjs";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function longWork({ seconds, code = 0, output = "" }) {
  return (onLine) =>
    new Promise((resolve) => {
      onLine("compiling a.ts");
      setTimeout(() => resolve({ code, output }), seconds * 1000);
    });
}

it("says that it lives while it lasts, and how long it took", async () => {
  const lines = [];
  const done = step("Building", longWork({ seconds: 12 }), { print: (line) => lines.push(line) });
  await vi.advanceTimersByTimeAsync(12_000);
  await done;
  expect(lines).toEqual(["> Building ...", "  5 s: compiling a.ts", "  10 s: compiling a.ts", "  done in 12 s"]);
});

it("is one line where it is short", async () => {
  const lines = [];
  const done = step("Building", longWork({ seconds: 1 }), { print: (line) => lines.push(line) });
  await vi.advanceTimersByTimeAsync(1_000);
  await done;
  expect(lines).toEqual(["> Building ..."]);
});

it("fails with how the output begins and ends", async () => {
  const output = Array.from({ length: 50 }, (_, line) => `line ${line}`).join("\n");
  const done = step("Building", longWork({ seconds: 1, code: 3, output }), { print: () => undefined });
  const failure = expect(done).rejects.toThrow(
    /^line 0\n[^]*\nline 14\n {2}\(5 lines left out\)\nline 20\n[^]*\nline 49\n\nBuilding: failed with exit code 3; see its output above\.$/,
  );
  await vi.advanceTimersByTimeAsync(1_000);
  await failure;
});
