// Runs functions without what Lambda's sandbox takes away, using a mount namespace and a cgroup.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { hostPlatform, readArtifacts } from "@modelport/packaging";
import { describe, expect, onTestFinished, test } from "vitest";
import { lambdaZip } from "../fixtures/artifacts.ts";
import {
  confinementLack,
  eventShapes,
  type LambdaEmulator,
  type LambdaEmulatorOptions,
  startLambdaEmulator,
} from "../src/index.ts";
import { memoryCgroupParent } from "../src/memory-cgroup.ts";
import { startIdentity } from "../src/process-identity.ts";

const ROOT = path.join(import.meta.dirname, "../../..");
const DIST = path.join(ROOT, "apps/inference-api/dist");

const lack = confinementLack();
// CI has everything except cgroups, which the host must provide.
const mustRun = process.env["CI"] === "true" && process.getuid?.() === 0 && existsSync("/etc/debian_version");
if (lack !== undefined && mustRun && !lack.includes("cgroup")) throw new Error(lack);
if (lack !== undefined) process.stderr.write(`\nThe confined tests are skipped. ${lack}\n\n`);

async function confined(options: LambdaEmulatorOptions): Promise<LambdaEmulator> {
  const emulator = await startLambdaEmulator({ confinement: "lambda", maxEnvironments: 1, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

async function confinedSource(source: string, options: LambdaEmulatorOptions = {}): Promise<LambdaEmulator> {
  return confined({ zipPath: (await lambdaZip(source)).path, ...options });
}

describe.skipIf(lack !== undefined)("a confined function", () => {
  test("the packaged zip gives the golden scores in 256 MiB, on a read-only disk, without CPU lists", async () => {
    const zip = readArtifacts(DIST).artifacts.find(
      ({ kind, platform }) => kind === "lambda-zip" && platform === hostPlatform(),
    );
    const golden = JSON.parse(readFileSync(path.join(ROOT, "model/golden.json"), "utf8")) as {
      rows: { instance: object; score: number }[];
    };
    const { output } = JSON.parse(readFileSync(path.join(ROOT, "model/manifest.json"), "utf8")) as {
      output: { name: string; decimals: number };
    };
    const lines: string[] = [];
    const log = (line: string) => void lines.push(line);
    const emulator = await confined({ zipPath: path.join(DIST, zip?.path ?? ""), memoryMiB: 256, log });
    const shape = eventShapes["function-url"];
    const rows = golden.rows.slice(0, 25);
    expect(rows).toHaveLength(25);
    for (const { instance, score } of rows) {
      const headers = { "content-type": "application/json" };
      const request = { method: "POST", path: "/api/v1/predict", headers, body: JSON.stringify(instance) };
      const answer = shape.fromResult((await emulator.invoke(shape.toEvent(request))).payload);
      expect(answer.status).toBe(200);
      const body = JSON.parse(Buffer.from(answer.body).toString("utf8")) as Record<string, number>;
      expect(body[output.name]).toBeCloseTo(score, output.decimals);
    }
    // It is frozen by now, so it must have written everything about its invocations.
    for (const part of ['"CloudWatchMetrics"', '"message":"request"']) {
      await expect.poll(() => lines.filter((line) => line.includes(part))).toHaveLength(rows.length);
    }
    const memory = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${emulator.pids[0]}/status`, "utf8"))?.[1];
    process.stdout.write(`confined: init ${emulator.initMs.toFixed(0)} ms, at most ${Number(memory) >> 10} MiB\n`);
  });

  test("only /tmp is writable, it is private, and it holds 512 MiB", async () => {
    const emulator = await confinedSource(`
      import { readdirSync, statfsSync, writeFileSync } from "node:fs";
      const write = (folder) => {
        try { writeFileSync(folder + "/modelport-was-here", ""); return "written"; } catch (error) { return error.code; }
      };
      export const handler = async ({ folders }) => {
        const { blocks, bsize } = statfsSync("/tmp");
        const cpus = readdirSync("/sys/devices/system/cpu");
        return { tmp: write("/tmp"), task: write(process.cwd()), others: folders.map(write), MiB: blocks * bsize / 2 ** 20, cpus };
      };`);
    const folders = ["/", "/var", "/root", "/dev/shm", "/mnt", import.meta.dirname];
    expect(await emulator.invoke({ folders })).toEqual({
      payload: { tmp: "written", task: "EROFS", others: folders.map(() => "EROFS"), MiB: 512, cpus: [] },
    });
    expect(existsSync("/tmp/modelport-was-here")).toBe(false);
  });

  test("it has no capability left to mount its way out", async () => {
    const emulator = await confinedSource(`
      import { spawnSync } from "node:child_process";
      export const handler = async () => spawnSync("/bin/mount", ["-o", "remount,bind,rw", "/"]).status === 0;`);
    expect(await emulator.invoke({})).toEqual({ payload: false });
  });

  test("it is frozen between invocations", async () => {
    const emulator = await confinedSource(
      "let ticks = 0; setInterval(() => ticks++, 5).unref(); export const handler = async ({ ms }) => { await new Promise((done) => setTimeout(done, ms)); return ticks; };",
    );
    const { payload: before } = (await emulator.invoke({ ms: 100 })) as { payload: number };
    expect(before).toBeGreaterThan(5);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { payload: after } = (await emulator.invoke({ ms: 0 })) as { payload: number };
    // Without freezing it would have ticked two hundred times.
    expect(after - before).toBeLessThan(10);
  });

  test("over its memory it is killed, and the next invocation gets a fresh process", async () => {
    const emulator = await confinedSource(
      "const kept = []; export const handler = async ({ MiB }) => { for (let i = 0; i < MiB; i++) kept.push(Buffer.alloc(2 ** 20, 1)); return kept.length; };",
      { memoryMiB: 128 },
    );
    expect(await emulator.invoke({ MiB: 10 })).toEqual({ payload: 10 });
    const [first = -1] = emulator.pids;
    expect(await emulator.invoke({ MiB: 200 })).toEqual({
      functionError: "Unhandled",
      payload: {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringMatching(
          /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: signal: killed$/,
        ),
      },
    });
    expect(startIdentity(first)).toBeUndefined();
    expect(await emulator.invoke({ MiB: 10 })).toEqual({ payload: 10 });
  });

  test("at the timeout it is killed", async () => {
    const emulator = await confinedSource(
      "export const handler = async ({ spin }) => { if (spin) for (;;); return 'fine'; };",
      { timeoutSeconds: 1 },
    );
    expect(await emulator.invoke({ spin: true })).toMatchObject({ payload: { errorType: "Sandbox.Timedout" } });
    expect(await emulator.invoke({})).toEqual({ payload: "fine" });
  });

  test("it gets no signal at the end, and leaves no process and no cgroup", async () => {
    const lines: string[] = [];
    const emulator = await confinedSource(
      "for (const name of ['SIGTERM', 'SIGINT', 'exit']) process.on(name, () => console.log('told', name)); export const handler = async () => console.log('served') ?? 1;",
      { log: (line) => void lines.push(line) },
    );
    await emulator.invoke({});
    const [pid = -1] = emulator.pids;
    await emulator.stop();
    expect(lines).toEqual(["served"]);
    expect(startIdentity(pid)).toBeUndefined();
    const left = readdirSync(memoryCgroupParent()?.folder ?? "").filter((name) =>
      name.startsWith(`modelport-${process.pid}-`),
    );
    expect(left).toEqual([]);
  });
});
