// What the packaged zip writes for CloudWatch, invocation by invocation.
import { join } from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import {
  eventShapes,
  type LambdaEmulator,
  type LambdaEmulatorOptions,
  startLambdaEmulator,
} from "@modelport/local-runtime";
import { afterEach, expect, it } from "vitest";
import { unpackedZip } from "../unpacked-zip.testing.ts";

const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../../../model"));
const example = Object.fromEntries(manifest.features.map((feature) => [feature.name, feature.example]));

const running: LambdaEmulator[] = [];
afterEach(async () => {
  for (const emulator of running.splice(0)) await emulator.stop();
});

async function start(options: LambdaEmulatorOptions = {}) {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const emulator = await startLambdaEmulator({
    ...unpackedZip(),
    maxEnvironments: 1,
    log,
    functionName: "scorer",
    ...options,
  });
  running.push(emulator);
  /** Ends the function as Lambda does, without a word, and returns the metrics that it had written by then. */
  const metrics = async () => {
    await emulator.stop();
    return lines.filter((line) => line.includes('"CloudWatchMetrics"')).map((line) => JSON.parse(line) as Metrics);
  };
  return { emulator, lines, metrics };
}

type Metrics = Readonly<Record<string, unknown>> & { readonly ColdStartMilliseconds?: number };

function post(path: string, type: string, body: string) {
  return eventShapes["function-url"].toEvent({ method: "POST", path, headers: { "content-type": type }, body });
}

const predict = post("/api/v1/predict", "application/json", JSON.stringify(example));

it("has a line for each invocation when it is over, and of the first that it was a cold start", async () => {
  const { emulator, metrics } = await start();
  const { initMs } = emulator;
  await emulator.invoke(predict);
  await emulator.invoke(post("/api/v1/predict", "application/json", "{}"));
  await emulator.invoke(example);
  const lines = await metrics();
  const of = {
    FunctionName: "scorer",
    Requests: 1,
    Errors: 0,
    model_version: manifest.version,
    route: "/api/v1/predict",
  };
  expect(lines).toMatchObject([
    { ...of, status: 200, Predictions: 1, ColdStarts: 1 },
    { ...of, status: 422 },
    { ...of, status: 200, Predictions: 1 },
  ]);
  expect(lines.map((line) => Object.hasOwn(line, "ColdStarts"))).toEqual([true, false, false]);
  const [first] = lines;
  expect(first?.ColdStartMilliseconds).toBeGreaterThan(Number(first?.["Latency"]));
  expect(first?.ColdStartMilliseconds).toBeLessThan(initMs + Number(first?.["Latency"]));
  expect(new Set(lines.map((line) => line["request_id"])).size).toBe(3);
});

it("has the line of a streamed batch when its last row is out", async () => {
  const { emulator, metrics } = await start({ handler: "index.stream" });
  const names = manifest.features.map(({ name }) => name).join(",");
  const row = manifest.features.map((feature) => String(feature.example)).join(",");
  const event = post("/api/v1/predict/batch", "text/csv", `${names}\n${`${row}\n`.repeat(600)}1,2\n`);
  const { body, failure } = await emulator.invokeStream(event);
  for await (const _ of body);
  await failure;
  // The next event waits until the function has done everything that it does after its answer.
  await Array.fromAsync((await emulator.invokeStream(predict)).body);
  expect((await metrics())[0]).toMatchObject({
    route: "/api/v1/predict/batch",
    BatchRows: 600,
    BatchRowsFailed: 1,
    Errors: 0,
  });
});

it("calls no start a cold one that no request waited for", async () => {
  const { emulator, metrics } = await start({ initialization: "provisioned-concurrency" });
  await emulator.invoke(predict);
  const [line] = await metrics();
  expect(line).toMatchObject({ Requests: 1 });
  expect(line).not.toHaveProperty("ColdStarts");
});

it("writes nothing that a client sent or was told", async () => {
  const { emulator, lines } = await start();
  const secret = "of-one-customer";
  const [feature] = manifest.features;
  const event = post(
    `/api/v1/predict?x=${secret}`,
    "application/json",
    JSON.stringify({ ...example, [feature?.name ?? ""]: secret }),
  );
  await emulator.invoke(event);
  await emulator.invoke(post(`/${secret}`, `text/${secret}`, secret));
  await emulator.invoke(predict);
  await emulator.stop();
  expect(lines.filter((line) => line.includes("_aws"))).toHaveLength(3);
  expect(lines.join("\n")).not.toContain(secret);
  const { output } = manifest;
  const labels = "labels" in output ? Object.values(output.labels) : [];
  expect(lines.filter((line) => labels.some((label) => line.includes(`"${label}"`)))).toEqual([]);
});

it("writes none where it is told so, and counts in the namespace that it is told", async () => {
  const without = await start({ environment: { METRICS: "none" } });
  await without.emulator.invoke(predict);
  expect(await without.metrics()).toEqual([]);
  const named = await start({ environment: { METRICS_NAMESPACE: "team/churn" } });
  await named.emulator.invoke(predict);
  expect(await named.metrics()).toMatchObject([{ _aws: { CloudWatchMetrics: [{ Namespace: "team/churn" }] } }]);
});

it("does not start with a setting that it does not know", async () => {
  await expect(start({ environment: { METRICS: "statsd" } })).rejects.toThrow(
    'The function scorer did not start: METRICS is "statsd", but must be one of emf, none: correct or unset it. (EnvError).',
  );
});
