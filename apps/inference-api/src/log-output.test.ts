// In processes of their own, for it is their standard output that matters.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { gatherLines } from "./log-output.ts";

const run = promisify(execFile);
const MODULE = JSON.stringify(join(import.meta.dirname, "log-output.ts"));
const program = (code: string) => [
  "--input-type=module",
  "-e",
  `import { gatherLines, writeAll } from ${MODULE}; ${code}`,
];

it("writes at once what waited for the same promise, and before the event loop's next callback", async () => {
  const writes: string[] = [];
  const log = gatherLines((text) => void writes.push(text));
  const scored = Promise.withResolvers<void>();
  const answers = ["a\n", "b\n", "c\n"].map((line) => scored.promise.then(() => log(line)));
  const before = await new Promise<readonly string[]>((resolve) => {
    setImmediate(() => scored.resolve());
    setImmediate(() => resolve([...writes]));
  });
  await Promise.all(answers);
  expect(before).toEqual(["a\nb\nc\n"]);
});

it("does not let a long callback gather without end", () => {
  const writes: string[] = [];
  const log = gatherLines((text) => void writes.push(text));
  for (let i = 0; i < 100; i++) log(`${"x".repeat(999)}\n`);
  expect(writes.map((text) => text.length)).toEqual([66_000]);
});

it.each([
  ["process.exit", 'log("last\\n"); process.exit(3);', 3],
  ["an error that nobody catches", 'log("last\\n"); throw new Error("boom");', 1],
])("loses nothing at %s", async (_title, code, status) => {
  const ended = run(process.execPath, program(`const log = gatherLines(); log("first\\n"); ${code}`));
  await expect(ended).rejects.toMatchObject({ code: status, stdout: "first\nlast\n" });
});

it("goes on where nobody reads its output", async () => {
  const code = `process.stdin.once("data", () => { for (let i = 0; i < 9; i++) writeAll("x\\n"); process.exitCode = 7; process.stdin.destroy(); });`;
  const child = spawn(process.execPath, program(code), { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "exit");
  child.stdout?.destroy();
  child.stdin?.write("go");
  expect(await ended).toEqual([7, null]);
});

it("waits for a full pipe that does not block", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelport-log-"));
  const path = join(folder, "pipe");
  await run("mkfifo", [path]);
  // Read and write, so that opening waits for nobody; the child inherits that it does not block.
  const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    const code = `writeAll("y".repeat(300_000)); writeAll("end");`;
    const child = spawn(process.execPath, program(code), { stdio: ["ignore", pipe, "inherit"] });
    const ended = once(child, "exit");
    let text = "";
    const buffer = Buffer.alloc(65_536);
    while (!text.endsWith("end") && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      try {
        text += buffer.toString("latin1", 0, readSync(pipe, buffer));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      }
    }
    expect(text).toBe(`${"y".repeat(300_000)}end`);
    expect(await ended).toEqual([0, null]);
  } finally {
    closeSync(pipe);
    await rm(folder, { recursive: true, force: true });
  }
});
