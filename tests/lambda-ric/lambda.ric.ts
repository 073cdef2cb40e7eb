// The Lambda zip as it ships, driven by the runtime client that AWS itself uses.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { describeInferenceApi, overEvents, overHttp, readExpectedModel } from "@modelport/contract-tests";
import {
  eventShapes,
  type LambdaEmulator,
  type LambdaEmulatorOptions,
  serveLambda,
  startLambdaEmulator,
} from "@modelport/local-runtime";
import { hostPlatform, readArtifacts } from "@modelport/packaging";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const DIST = join(ROOT, "apps/inference-api/dist");
const COLD_STARTS = 5;

const ric = inject("ric");
const model = await readExpectedModel(join(ROOT, "model"));

function start(options: LambdaEmulatorOptions = {}): Promise<LambdaEmulator> {
  const zip = readArtifacts(DIST).artifacts.find(
    ({ kind, platform }) => kind === "lambda-zip" && platform === hostPlatform(),
  );
  const environment = { LOG_LEVEL: "warn", ...options.environment };
  return startLambdaEmulator({ zipPath: join(DIST, zip?.path ?? ""), maxEnvironments: 1, ...options, environment });
}

const startRic = (environment: Readonly<Record<string, string>> = {}, handler = "index.handler") =>
  start({ bootstrap: [ric ?? ""], handler, environment });

describe.skipIf(ric === undefined)("the Lambda zip under aws-lambda-ric", () => {
  const instanceId = randomUUID();
  let emulator: LambdaEmulator;
  beforeAll(async () => {
    emulator = await startRic({ MODELPORT_INSTANCE_ID: instanceId });
  });
  afterAll(() => emulator?.stop());

  for (const name of ["function-url", "http-api-v2", "rest-v1", "alb", "alb-multi-value"] as const) {
    describeInferenceApi(`${name} events`, {
      model,
      capabilities: { metrics: false, batchBytes: name.startsWith("alb") ? 700_000 : 4_000_000 },
      open: async () =>
        overEvents(eventShapes[name], async (event) => (await emulator.invoke(event)).payload, {
          entry: "lambda",
          instanceId,
          close: () => Promise.resolve(),
        }),
    });
  }

  describeInferenceApi("a function URL that streams", {
    model,
    capabilities: { metrics: false, batchBytes: 4_000_000 },
    async open() {
      const streaming = await startRic({ MODELPORT_INSTANCE_ID: instanceId }, "index.stream");
      const front = await serveLambda({ emulator: streaming, port: 0, invokeMode: "RESPONSE_STREAM" });
      const close = async () => {
        await front.close();
        await streaming.stop();
      };
      return overHttp(`http://127.0.0.1:${front.port}`, { entry: "lambda", instanceId, close });
    },
  });

  it("streams no faster than its reader reads, and has its metrics written", { timeout: 60_000 }, async () => {
    const lines: string[] = [];
    const bootstrap = [ric ?? ""];
    const log = (line: string) => void lines.push(line);
    const environment = { LOG_LEVEL: "info" };
    const streaming = await start({ bootstrap, handler: "index.stream", timeoutSeconds: 60, environment, log });
    const has = (text: string) => lines.filter((line) => line.includes(text)).length;
    try {
      // Some 30 MB: more than the machine's buffers between the function and us.
      const { body, failure } = await streaming.invokeStream(explainedBatch(18_000));
      const pieces = body[Symbol.asyncIterator]();
      await pieces.next();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(has('"message":"batch"')).toBe(0);
      await pieces.return?.();
      expect(await failure).toBeUndefined();
      await expect.poll(() => [has('"message":"batch"'), has('"CloudWatchMetrics"')]).toEqual([1, 1]);
    } finally {
      await streaming.stop();
    }
  });

  it(`starts cold no slower than 1.5 times with our own bootstrap (median of ${COLD_STARTS})`, async () => {
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let i = 0; i < COLD_STARTS; i++) {
      ours.push(await initMs(start()));
      theirs.push(await initMs(startRic()));
    }
    const [own, amazon] = [median(ours), median(theirs)];
    process.stdout.write(`cold start: our bootstrap ${own.toFixed(0)} ms, aws-lambda-ric ${amazon.toFixed(0)} ms\n`);
    expect(own / amazon).toBeLessThan(1.5);
  });
});

function explainedBatch(rows: number): unknown {
  const example = Object.fromEntries(model.manifest.features.map((feature) => [feature.name, feature.example]));
  const body = `${JSON.stringify(example)}\n`.repeat(rows);
  const headers = { "content-type": "application/x-ndjson" };
  const request = { method: "POST", path: "/api/v1/predict/batch", query: "explain=true", headers, body };
  return eventShapes["function-url"].toEvent(request);
}

async function initMs(starting: Promise<LambdaEmulator>): Promise<number> {
  const emulator = await starting;
  await emulator.stop();
  return emulator.initMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
