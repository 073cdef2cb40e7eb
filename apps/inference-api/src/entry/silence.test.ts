// What the native library must not leave behind: the process writes to no folder, in no user's home.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@modelport/local-runtime";
import { expect, it, onTestFinished } from "vitest";
import { packaged } from "./packaged.testing.ts";

it("leaves no file in its home, its working directory or its folder for temporary files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelport-silence-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const places = { HOME: join(folder, "home"), TMPDIR: join(folder, "tmp"), cwd: join(folder, "cwd") };
  for (const place of Object.values(places)) await mkdir(place);
  const port = await freePort();
  const child = spawn(process.execPath, [join(packaged("server-bundle").path, "server.mjs")], {
    cwd: places.cwd,
    env: { HOME: places.HOME, TMPDIR: places.TMPDIR, HOST: "127.0.0.1", PORT: String(port), DRAIN_DELAY_MS: "0" },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await expect.poll(() => fetch(`${url}/ready`).then(({ status }) => status, String), { timeout: 20_000 }).toBe(200);
  // The self-check has scored rows by now; stopping flushes whatever a library has queued.
  const ended = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(await readdir(folder, { recursive: true })).toEqual(["cwd", "home", "tmp"]);
}, 30_000);
