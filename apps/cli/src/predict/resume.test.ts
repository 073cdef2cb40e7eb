// A run that is killed or interrupted goes on where it stopped, and only where it is the same run.
import { existsSync } from "node:fs";
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultProxy } from "../fault-proxy.testing.ts";
import { CSV_HEADER, csvRows, modelport, start, startServer, temporaryFolder } from "../under-test.testing.ts";
import type { ResumeState } from "./resume.ts";

let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

/** A file of 400 rows, a slow server, and a run with it. */
async function setUp() {
  const path = join(await temporaryFolder(), "customers.csv");
  const sound = csvRows(400);
  const rows = sound
    .with(3, "3,bad")
    .with(250, (sound[250] ?? "").replace("250", '"250\n"').replace(/[A-Z][a-z]+/, "Narnia"));
  await writeFile(path, [CSV_HEADER, ...rows].join("\n"));
  const output = `${path}.out`;
  const proxy = await faultProxy(server.url, () => ({ delayMs: 90 }));
  const args = ["predict", path, "--url", proxy.url, "--chunk-rows", "10", "--concurrency", "2", "-o", output];
  return { path, output, part: `${output}.part`, state: `${output}.part.json`, proxy, args };
}

async function rowsDone(state: string): Promise<number> {
  const text = await readFile(state, "utf8").catch(() => undefined);
  return text === undefined ? 0 : (JSON.parse(text) as ResumeState).tally.rows;
}

async function untilDone(state: string, rows: number): Promise<void> {
  while ((await rowsDone(state)) < rows) await sleep(10);
}

it("after kill -9 the same command gives the same bytes as a run that nothing stopped", async () => {
  const { output, part, state, args, proxy } = await setUp();
  const whole = await modelport([...args.slice(0, -1), `${output}.whole`]);
  expect(whole.code).toBe(3);
  const before = proxy.batches.length;
  const killed = start(args);
  await untilDone(state, 20);
  killed.child.kill("SIGKILL");
  await killed.ended;
  expect(existsSync(output)).toBe(false);
  const done = await rowsDone(state);
  // Behind what the state says there may be half a row.
  await appendFile(part, '399,"half');
  const ended = await modelport(args);
  expect(ended.code).toBe(3);
  expect(await readFile(output, "utf8")).toBe(await readFile(`${output}.whole`, "utf8"));
  expect(ended.stderr).toContain(`400 rows: 398 scored, 2 bad.\n  row 4 (line 5): The row has 2 cells`);
  expect(ended.stderr).toContain("\n  row 251 (line 252): geography must be one of");
  expect(ended.stderr).toContain(` (${done} rows by an earlier run).`);
  expect(proxy.batches.length - before).toBeLessThan(2 + 40 + 12);
  expect([existsSync(part), existsSync(state)]).toEqual([false, false]);
}, 60_000);

it("SIGINT keeps what is done, says so, and ends with 130", async () => {
  const { output, part, state, args } = await setUp();
  const running = start(args);
  await untilDone(state, 10);
  running.child.kill("SIGINT");
  const { code, stderr } = await running.ended;
  const done = await rowsDone(state);
  expect(stderr).toBe(
    `Interrupted: ${done} rows are done in ${part}; run the same command to continue, or add --restart to start again.\n`,
  );
  expect(code).toBe(130);
  expect(done).toBeGreaterThanOrEqual(10);
  expect((await modelport(args)).stderr).toContain(`400 rows: 398 scored`);
  expect(existsSync(output)).toBe(true);
}, 60_000);

it("SIGINT while standard input is silent ends at once, and leaves no file", async () => {
  const output = join(await temporaryFolder(), "scored.csv");
  const args = ["predict", "-", "--format", "csv", "--url", server.url, "-o", output];
  const running = start(args, { stdin: `${CSV_HEADER}\n`, staysOpen: true });
  while (!existsSync(`${output}.part`)) await sleep(10);
  running.child.kill("SIGINT");
  expect(await running.ended).toEqual({
    code: 130,
    stdout: "",
    stderr: "Interrupted: 0 rows were written; this run cannot be continued.\n",
  });
  expect(existsSync(`${output}.part`)).toBe(false);
}, 60_000);

it("continues nothing else: another input, address, model or option is refused, and --restart starts again", async () => {
  const { path, output, part, state, args, proxy } = await setUp();
  const running = start(args);
  await untilDone(state, 10);
  running.child.kill("SIGINT");
  await running.ended;
  const kept = await readFile(part);
  const keptState = await readFile(state, "utf8");
  const refusal = async (...more: string[]) => {
    const { code, stderr } = await modelport([...args, ...more]);
    expect(code).toBe(2);
    expect(await readFile(part)).toEqual(kept);
    return stderr;
  };
  const sentence = (difference: string) =>
    `modelport: "${part}" was begun ${difference}: add --restart to start again, or give another --output.\n`;
  const version = (JSON.parse(keptState) as ResumeState).model;
  const short = version.sha256.slice(0, 12);

  expect(await refusal("--explain")).toBe(sentence("without --explain"));
  expect(await refusal("--format", "ndjson")).toBe(sentence("with --format csv, and this run has --format ndjson"));
  const elsewhere = args.with(args.indexOf(proxy.url), server.url);
  expect((await modelport(elsewhere)).stderr).toBe(sentence(`at ${proxy.url}, and this run uses ${server.url}`));
  await writeFile(state, keptState.replace(`"version": "${version.version}"`, '"version": "0.9.0"'));
  expect(await refusal()).toBe(
    sentence(
      `with model ${version.name} 0.9.0 (${short}), and ${proxy.url} serves model ${version.name} ${version.version} (${short}) now`,
    ),
  );
  await writeFile(state, "{}");
  expect(await refusal()).toBe(sentence("by another version of modelport, which this one cannot continue"));
  await writeFile(state, keptState);
  await truncate(part, 10);
  expect((await modelport(args)).stderr).toBe(
    `modelport: "${part}" has 10 bytes, but its state says ${(JSON.parse(keptState) as ResumeState).outputBytes}: it was changed; add --restart to start again.\n`,
  );
  await writeFile(part, kept);
  await appendFile(path, "\n");
  expect(await refusal()).toMatch(
    / was begun with another input \(\d+ bytes, changed .*Z\), and this one has \d+ bytes, changed .*Z: add --restart/,
  );
  const restarted = await modelport([...args, "--restart"]);
  expect(restarted.stderr).not.toContain("earlier run");
  expect((await readFile(output, "utf8")).split("\n")).toHaveLength(403);
}, 60_000);
