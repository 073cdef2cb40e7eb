// One model with one threshold scores all rows of a file: services with other settings take a run's place behind its address.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultProxy } from "../fault-proxy.testing.ts";
import {
  CSV_HEADER,
  csvRows,
  modelportHere as modelport,
  startServer,
  temporaryFolder,
} from "../under-test.testing.ts";

let low: RunningService;
let high: RunningService;
beforeAll(async () => {
  [low, high] = await Promise.all([startServer({ THRESHOLD: "0.3" }), startServer({ THRESHOLD: "0.8" })]);
}, 60_000);
afterAll(() => Promise.all([low, high].map((service) => stopService(service))));

async function input(rows: number): Promise<string> {
  const path = join(await temporaryFolder(), "customers.csv");
  await writeFile(path, [CSV_HEADER, ...csvRows(rows)].join("\n"));
  return path;
}

const argsOf = (path: string, url: string) => {
  const sizes = ["--chunk-rows", "10", "--concurrency", "1", "--retries", "0"];
  return ["predict", path, "--url", url, ...sizes, "-o", `${path}.out`];
};

it("an unfinished run does not go on with another threshold", async () => {
  let target = low.url;
  // The third batch fails, so that two chunks are done.
  const proxy = await faultProxy(
    () => target,
    (batch) => (batch === 3 ? { status: 503 } : undefined),
  );
  const path = await input(50);
  expect((await modelport(argsOf(path, proxy.url))).code).toBe(1);
  const kept = await readFile(`${path}.out.part`, "utf8");
  target = high.url;
  expect(await modelport(argsOf(path, proxy.url))).toEqual({
    code: 2,
    stdout: "",
    stderr: `modelport: "${path}.out.part" was begun with threshold 0.3, and ${proxy.url} serves threshold 0.8 now: add --restart to start again, or give another --output.\n`,
  });
  expect(await readFile(`${path}.out.part`, "utf8")).toBe(kept);
  target = low.url;
  expect((await modelport(argsOf(path, proxy.url))).code).toBe(0);
}, 60_000);

it.each([
  ["each answer says which revision gave it", false],
  ["a gateway drops that header", true],
])(
  "a threshold that changes in the middle of a run stops it, where %s",
  async (_how, isDropped) => {
    let batches = 0;
    const proxy = await faultProxy(
      () => (batches > 2 ? high.url : low.url),
      (batch) => {
        batches = batch;
        return isDropped ? { change: (answer, headers) => (headers.delete("x-model-revision"), answer) } : undefined;
      },
    );
    const path = await input(50);
    const ended = await modelport(argsOf(path, proxy.url));
    expect(ended.stderr.split("\n").slice(-3)).toEqual([
      `20 rows are done in ${path}.out.part; run the same command to continue, or add --restart to start again.`,
      `modelport: ${proxy.url} serves threshold 0.8 now, but this run began with threshold 0.3: run it again with --restart, so that one model scores all rows.`,
      "",
    ]);
    expect(ended.code).toBe(1);
  },
  60_000,
);

it("an answer with other columns than the first is not taken", async () => {
  const proxy = await faultProxy(low.url, (batch) =>
    batch === 2 ? { change: (answer) => answer.replace("prediction", "forecast") } : undefined,
  );
  const ended = await modelport(argsOf(await input(50), proxy.url));
  expect(ended.stderr).toContain(
    `modelport: The answer of ${proxy.url} is incomplete: its columns are not those of the first answer; gave up after 1 try.\n`,
  );
  expect(ended.code).toBe(1);
}, 60_000);
