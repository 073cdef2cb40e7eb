// The artifact as the stack declares it (handler, memory, timeout, variables), behind each HTTP endpoint's events.
import { randomUUID } from "node:crypto";
import path from "node:path";
import {
  describeInferenceApi,
  type Endpoint,
  overEvents,
  overHttp,
  readExpectedModel,
} from "@modelport/contract-tests";
import {
  type EventShapeName,
  eventShapes,
  type InvokeMode,
  type LambdaEmulator,
  type LambdaFront,
  serveLambda,
  startLambdaEmulator,
} from "@modelport/local-runtime";
import { declare, type Declared, isThorough } from "@modelport/target-suite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openArtifacts } from "../../artifacts.ts";
import { suite } from "./suite.testing.ts";
import { lambda } from "../target.ts";
import { APP_LOG_BYTES, METRIC_LOG_BYTES } from "../usage.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const model = await readExpectedModel(path.join(root, "model"));
const { artifact } = openArtifacts();

/** The inputs of the function as far as an emulator keeps them. */
interface FunctionInputs {
  readonly code: { readonly path: string };
  readonly handler: string;
  readonly memorySize: number;
  readonly timeout: number;
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
}

interface Started {
  readonly declared: Declared;
  readonly emulator: LambdaEmulator;
  readonly instanceId: string;
  readonly lines: readonly string[];
}

/** Runs the function that the stack declares for `settings`, one instance of it. */
async function start(settings: Readonly<Record<string, unknown>>): Promise<Started> {
  const declared = await declare(lambda, suite, settings, { artifact });
  const resource = declared.resources.find(({ name }) => name === "lambda-model");
  const inputs = resource?.wireInputs as unknown as FunctionInputs;
  const instanceId = randomUUID();
  const lines: string[] = [];
  const emulator = await startLambdaEmulator({
    zipPath: path.resolve(inputs.code.path),
    handler: inputs.handler,
    memoryMiB: inputs.memorySize,
    timeoutSeconds: inputs.timeout,
    environment: { ...inputs.environment.variables, MODELPORT_INSTANCE_ID: instanceId },
    maxEnvironments: 1,
    log: (line) => void lines.push(line),
  });
  return { declared, emulator, instanceId, lines };
}

const endpoints: readonly (readonly [shape: EventShapeName, settings: Readonly<Record<string, unknown>>])[] = [
  ["function-url", {}],
  ["http-api-v2", { endpoint: "http-api" }],
  ["rest-v1", { endpoint: "rest-api", timeoutSeconds: 29 }],
];

// Without CI, the contract runs behind the URL that streams alone.
if (!isThorough) console.warn("SKIPPED, the contract behind other endpoints of Lambda: CI=1 runs it.");
for (const [shape, settings] of isThorough ? endpoints : []) {
  describe(`the zip as the stack with ${JSON.stringify(settings)} declares it`, () => {
    let started: Started;
    beforeAll(async () => {
      started = await start({ ...settings, logLevel: "warn", metrics: false });
    }, 60_000);
    afterAll(() => started?.emulator.stop());

    describeInferenceApi(`${shape} events`, {
      model,
      capabilities: { metrics: false, batchBytes: 4_000_000 },
      open: async (): Promise<Endpoint> =>
        overEvents(eventShapes[shape], async (event) => (await started.emulator.invoke(event)).payload, {
          entry: "lambda",
          instanceId: started.instanceId,
          close: () => Promise.resolve(),
        }),
    });
  });
}

describe("the zip behind a URL that streams, as the stack declares both", () => {
  let started: Started;
  let front: LambdaFront;
  beforeAll(async () => {
    started = await start({ streaming: true, logLevel: "warn", metrics: false });
    const { invokeMode } = started.declared.inputsOf("url") as { readonly invokeMode: InvokeMode };
    front = await serveLambda({ emulator: started.emulator, port: 0, invokeMode });
  }, 60_000);
  afterAll(async () => {
    await front?.close();
    await started?.emulator.stop();
  });

  describeInferenceApi("a function URL over HTTP", {
    model,
    isSample: !isThorough,
    capabilities: { metrics: false, batchBytes: 4_000_000 },
    open: async (): Promise<Endpoint> =>
      overHttp(`http://127.0.0.1:${front.port}`, {
        entry: "lambda",
        instanceId: started.instanceId,
        close: () => Promise.resolve(),
      }),
  });
});

describe("a function with the default settings", () => {
  let started: Started;
  beforeAll(async () => {
    started = await start({ threshold: 0.001 });
  }, 60_000);
  afterAll(() => started?.emulator.stop());

  const ask = async (method: string, route: string, body?: unknown) => {
    const event = eventShapes["function-url"].toEvent({
      method,
      path: route,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = eventShapes["function-url"].fromResult((await started.emulator.invoke(event)).payload);
    return JSON.parse(Buffer.from(answer.body).toString("utf8")) as Record<string, unknown>;
  };

  test("reports the digest of the zip that the stack ships, and its threshold", async () => {
    expect(await ask("GET", "/model")).toMatchObject({
      output: { threshold: 0.001 },
      runtime: { entry: "lambda", artifact_digest: artifact("lambda-zip", "linux-x64").digest },
    });
  });

  test("writes two lines of the lengths that the estimate counts for each prediction", async () => {
    const [row] = model.golden.rows;
    for (let request = 0; request < 3; request += 1) await ask("POST", "/api/v1/predict", row?.instance);
    const written = () => started.lines.filter((line) => line.includes('"route":"/api/v1/predict"'));
    await expect.poll(() => written().length, { timeout: 10_000 }).toBe(6);
    for (const line of written()) {
      const estimated = line.includes('"_aws"') ? METRIC_LOG_BYTES : APP_LOG_BYTES;
      expect(Math.abs(Buffer.byteLength(line) - estimated), line).toBeLessThan(25);
    }
  }, 20_000);
});
