// A reader of the log that stops must stop neither the answers nor SIGTERM.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { packaged } from "./packaged.testing.ts";
import { pause, spawnServer } from "./spawned.testing.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelport-unread-"));
  path = join(folder, "pipe");
  await promisify(execFile)("mkfifo", [path]);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Fills the pipe, so that the next write to it would block. */
function fill(): void {
  const writing = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  try {
    for (;;) writeSync(writing, "\n".repeat(1024));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
  } finally {
    closeSync(writing);
  }
}

it.each([
  ["blocks", 0],
  ["does not block", constants.O_NONBLOCK],
])(
  "answers and stops while its log is a full pipe that %s",
  async (_title, flags) => {
    const pipe = openSync(path, constants.O_RDWR | flags);
    const { child, url, ended } = await spawnServer({}, ["ignore", pipe, "inherit"]);
    try {
      fill();
      const began = performance.now();
      for (let i = 0; i < 300; i++) {
        const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
        expect([answer.status, await answer.json()]).toEqual([200, { status: "alive" }]);
      }
      expect(performance.now() - began).toBeLessThan(10_000);
      const code = (child.kill("SIGTERM"), await Promise.race([ended, pause(5000).then(() => "still there")]));
      expect(code).toBe(0);
    } finally {
      child.kill("SIGKILL");
      closeSync(pipe);
    }
  },
  30_000,
);

it("says that lines are missing once the pipe is read again", async () => {
  const pipe = openSync(path, constants.O_RDWR);
  const { child, url } = await spawnServer({}, ["ignore", pipe, "inherit"]);
  const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    fill();
    for (let i = 0; i < 20; i++) await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
    let text = "";
    for (let i = 0; i < 300 && !text.includes("lost"); i++) {
      const buffer = Buffer.alloc(65_536);
      try {
        text += buffer.toString("latin1", 0, readSync(reading, buffer));
      } catch {
        // Nothing there yet.
      }
      await pause(10);
    }
    const [, lost, told] =
      /"lost_lines":(\d+),"message":"(\d+) log lines were lost because nobody read the log\."}\n/.exec(text) ?? [];
    expect(told).toBe(lost);
    // What the filling left of the pipe may have held a line or two; the line of the last /ready may be among the lost.
    const written = text.split('"route":"/health"').length - 1;
    expect([20, 21]).toContain(Number(lost) + written);
    expect(Number(lost)).toBeGreaterThan(10);
  } finally {
    child.kill("SIGKILL");
    closeSync(reading);
    closeSync(pipe);
  }
}, 30_000);

it("exits although its error is not read", async () => {
  const pipe = openSync(path, constants.O_RDWR);
  fill();
  const child = spawn(process.execPath, ["server.mjs"], {
    cwd: packaged("server-bundle").path,
    env: { PORT: "http" },
    stdio: ["ignore", "ignore", pipe],
  });
  const ended = await Promise.race([once(child, "exit"), pause(5000).then(() => "still there")]);
  child.kill("SIGKILL");
  closeSync(pipe);
  expect(ended).toEqual([1, null]);
}, 30_000);
