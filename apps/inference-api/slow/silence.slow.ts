// An idle server says nothing to anybody: no name is looked up, no file written, no process started, as strace sees it.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@modelport/local-runtime";
import { describe, expect, it, onTestFinished } from "vitest";
import { packaged } from "../src/entry/packaged.testing.ts";

/** The native library's telemetry was seen to look its host up within 45 s of the first score. */
const IDLE_SECONDS = 60;

/** System calls that reach out of the process. Log lines go to descriptors that are open already. */
const TRACED = "execve,connect,sendto,sendmsg,sendmmsg,openat,open,creat,mkdir,mkdirat,rename,renameat2,unlink";

const hasStrace = spawnSync("strace", ["-V"]).status === 0;

describe.skipIf(!hasStrace)(`a server in ${IDLE_SECONDS} idle seconds`, () => {
  it("resolves no name, writes no file and starts no process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "modelport-silence-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const trace = join(folder, "trace");
    const port = await freePort();
    const server = join(packaged("server-bundle").path, "server.mjs");
    const command = ["-f", "-qq", "-s", "80", "-e", `trace=${TRACED}`, "-o", trace, process.execPath, server];
    const env = { PATH: process.env["PATH"], HOME: folder, TMPDIR: folder, HOST: "127.0.0.1", PORT: String(port) };
    const child = spawn("strace", command, { cwd: folder, env: { ...env, LOG_LEVEL: "silent" }, stdio: "ignore" });
    const ended = once(child, "exit");
    // strace keeps its signals to itself: the server is told, and strace ends with it.
    const serverPid = () => Number(/^\d+/.exec(readFileSync(trace, "utf8"))?.[0]);
    onTestFinished(() => void (child.exitCode === null && process.kill(serverPid(), "SIGKILL")));
    const ready = () => fetch(`http://127.0.0.1:${port}/ready`).then(({ status }) => status, String);
    await expect.poll(ready, { timeout: 30_000 }).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
    const calls = readFileSync(trace, "utf8").split("\n");
    expect(calls.some((call) => call.includes("libonnxruntime.so"))).toBe(true);
    expect(calls.filter(reachesOut).slice(1)).toEqual([]); // The first one is the execve of the server itself.
    process.kill(serverPid(), "SIGTERM");
    await ended;
  }, 120_000);
});

function reachesOut(call: string): boolean {
  if (/^\d+ +(openat|open)\(/.test(call)) return /O_WRONLY|O_RDWR|O_CREAT/.test(call) && !call.includes('"/dev/');
  return /^\d+ +\w+\(/.test(call);
}

it("strace is installed", () => {
  expect(hasStrace, "Nothing was traced: install strace (apt-get install strace), which this test needs.").toBe(true);
});
