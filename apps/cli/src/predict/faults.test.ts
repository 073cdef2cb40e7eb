// What a network and a busy server do to a run, by a proxy that injects faults in front of the packaged server.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Fault, faultProxy } from "../fault-proxy.testing.ts";
import { CSV_HEADER, csvRows, directAnswers, modelport, startServer, temporaryFolder } from "../under-test.testing.ts";

let server: RunningService;
let expected: string;
const rows = csvRows(50);
beforeAll(async () => {
  server = await startServer();
  const answers = await directAnswers(server.url, rows);
  expected = [CSV_HEADER, ...rows].map((row, index) => `${row},${answers[index]}\n`).join("");
}, 60_000);
afterAll(() => stopService(server));

async function input(): Promise<string> {
  const path = join(await temporaryFolder(), "customers.csv");
  await writeFile(path, [CSV_HEADER, ...rows].join("\n"));
  return path;
}

/** Faults by the number of the batch request; the first one asks for the answer's columns. */
async function runWith(faults: Readonly<Record<number, Fault>>, ...more: string[]) {
  const proxy = await faultProxy(server.url, (batch) => faults[batch]);
  const args = ["predict", await input(), "--url", proxy.url, "--chunk-rows", "10", "--concurrency", "1", ...more];
  return { proxy, ...(await modelport(args)) };
}

it("tries again after 429, 502, 503, 504, cut connections and broken answers", async () => {
  const faults: Record<number, Fault> = {
    0: { status: 503 },
    2: { status: 429 },
    3: "cut",
    5: { status: 502, body: "<html>" },
    6: { status: 504 },
    8: { change: (answer) => answer.slice(0, -20) },
    9: { change: (answer) => answer.replace(/\n3,/, "\n4,") },
  };
  const { proxy, code, stdout, stderr } = await runWith(faults);
  expect(stdout).toBe(expected);
  expect(code).toBe(0);
  expect(proxy.batches).toHaveLength(6 + Object.keys(faults).length);
  const notes = stderr.split("\n").filter((line) => line.includes("trying again"));
  expect(notes.map((note) => note.replace(/[\d.]+ s \(/, "_ s ("))).toEqual([
    `${proxy.url} answered 503; trying again in _ s (1 of 8).`,
    `${proxy.url} answered 429; trying again in _ s (1 of 8).`,
    `${proxy.url} cannot be reached (UND_ERR_SOCKET); trying again in _ s (2 of 8).`,
    `${proxy.url} answered 502; trying again in _ s (1 of 8).`,
    `${proxy.url} answered 504; trying again in _ s (2 of 8).`,
    `The answer of ${proxy.url} is incomplete: 9 of 10 rows came back; trying again in _ s (1 of 8).`,
    `The answer of ${proxy.url} is incomplete: row 3 of the answer is not about row 3 of the request; trying again in _ s (2 of 8).`,
  ]);
}, 30_000);

it("waits as long as Retry-After says", async () => {
  const detail = JSON.stringify({ detail: "Shutting down; send the request again." });
  const { proxy, stdout } = await runWith({
    1: { status: 429, headers: { "retry-after": "1" } },
    3: { status: 503, headers: { "retry-after": new Date(Date.now() + 3_000).toUTCString() }, body: detail },
  });
  expect(stdout).toBe(expected);
  const [, first, second] = proxy.batches;
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(990);
}, 30_000);

it("gives up after --retries, keeps what is done, and goes on from there", async () => {
  const path = await input();
  const down: Fault = { status: 503, body: JSON.stringify({ detail: "The model is not loaded yet." }) };
  const proxy = await faultProxy(server.url, (batch) => (batch >= 3 && batch <= 4 ? down : undefined));
  const args = ["predict", path, "--url", proxy.url, "--chunk-rows", "10", "--concurrency", "1"];
  const failed = await modelport([...args, "--retries", "1", "-o", `${path}.out`]);
  expect(failed.code).toBe(1);
  expect(failed.stderr.split("\n").slice(1)).toEqual([
    `20 rows are done in ${path}.out.part; run the same command to continue, or add --restart to start again.`,
    `modelport: ${proxy.url} answered 503: The model is not loaded yet; gave up after 2 tries.`,
    "",
  ]);
  const again = await modelport([...args, "-o", `${path}.out`]);
  expect(again.stderr).toMatch(/^50 rows: 50 scored, 0 bad\.\n.* \(20 rows by an earlier run\)\.\n/);
  expect(await readFile(`${path}.out`, "utf8")).toBe(expected);
  expect(proxy.batches).toHaveLength(5 + 1 + 3);
}, 30_000);

it("does not try again what will not pass: 401, 404, 500, and another model in the middle of a run", async () => {
  const sentences: [Fault, (url: string) => string][] = [
    [
      { status: 401 },
      (url) =>
        `${url} answered 401; pass the credentials that it requires with --header, or set MODELPORT_TOKEN to a bearer token.`,
    ],
    [
      { status: 404 },
      (url) => `${url} answered 404 to /api/v1/predict/batch: is it the address of a modelport server?`,
    ],
    [{ status: 500, body: JSON.stringify({ detail: "A fault." }) }, (url) => `${url} answered 500: A fault.`],
    [
      { change: (answer, headers) => (headers.set("x-model-version", "9.0.0"), answer) },
      (url) =>
        `${url} serves model version 9.0.0 now, but this run began with 1.0.0: run it again with --restart, so that one model scores all rows.`,
    ],
  ];
  for (const [fault, sentence] of sentences) {
    const { proxy, code, stderr } = await runWith({ 1: fault });
    expect(stderr).toBe(`modelport: ${sentence(proxy.url)}\n`);
    expect(code).toBe(1);
  }
}, 30_000);
