// The zip with what the stack declares of it (handler, memory, timeout, variables), behind each front door's events.
import { randomUUID } from "node:crypto";
import path from "node:path";
import { describeInferenceApi, type Door, overEvents, readExpectedModel } from "@modelport/contract-tests";
import { type EventShapeName, eventShapes, type LambdaEmulator, startLambdaEmulator } from "@modelport/local-runtime";
import type * as pulumi from "@pulumi/pulumi";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openArtifacts } from "../artifacts.ts";
import { declare } from "./declared.testing.ts";
import { deploy } from "./deploy.ts";
import { APP_LOG_BYTES } from "./usage.ts";

const root = path.resolve(import.meta.dirname, "../..");
const model = await readExpectedModel(path.join(root, "model"));
const { artifact } = openArtifacts();

/** The inputs of the function as far as an emulator keeps them. */
interface FunctionInputs {
  readonly code: pulumi.asset.FileArchive;
  readonly handler: string;
  readonly memorySize: number;
  readonly timeout: number;
  readonly environment: { readonly variables: Readonly<Record<string, string>> };
}

interface Started {
  readonly emulator: LambdaEmulator;
  readonly instanceId: string;
  readonly lines: readonly string[];
}

/** Runs the function that the stack declares for `settings`, one instance of it. */
async function start(settings: Readonly<Record<string, unknown>>): Promise<Started> {
  const { inputsOf } = await declare(deploy, settings, artifact);
  const inputs = inputsOf("function") as unknown as FunctionInputs;
  const instanceId = randomUUID();
  const lines: string[] = [];
  const emulator = await startLambdaEmulator({
    zipPath: path.resolve(await inputs.code.path),
    handler: inputs.handler,
    memoryMiB: inputs.memorySize,
    timeoutSeconds: inputs.timeout,
    environment: { ...inputs.environment.variables, MODELPORT_INSTANCE_ID: instanceId },
    maxEnvironments: 1,
    log: (line) => void lines.push(line),
  });
  return { emulator, instanceId, lines };
}

const doors: readonly (readonly [shape: EventShapeName, settings: Readonly<Record<string, unknown>>])[] = [
  ["function-url", {}],
  ["http-api-v2", { frontDoor: "http-api" }],
  ["rest-v1", { frontDoor: "rest-api", timeoutSeconds: 29 }],
];

for (const [shape, settings] of doors) {
  describe(`the zip as the stack with ${JSON.stringify(settings)} declares it`, () => {
    let started: Started;
    beforeAll(async () => {
      started = await start({ ...settings, logLevel: "warn" });
    }, 60_000);
    afterAll(() => started?.emulator.stop());

    describeInferenceApi(`${shape} events`, {
      model,
      capabilities: { metrics: false, batchBytes: 4_000_000 },
      open: async (): Promise<Door> =>
        overEvents(eventShapes[shape], async (event) => (await started.emulator.invoke(event)).payload, {
          entry: "lambda",
          instanceId: started.instanceId,
          close: () => Promise.resolve(),
        }),
    });
  });
}

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

  test("writes one line of the length that the estimate counts for each prediction", async () => {
    const [row] = model.golden.rows;
    for (let request = 0; request < 3; request += 1) await ask("POST", "/api/v1/predict", row?.instance);
    const written = () => started.lines.filter((line) => line.includes('"route":"/api/v1/predict"'));
    await expect.poll(() => written().length).toBe(3);
    const lengths = written().map((line) => Buffer.byteLength(line));
    for (const length of lengths) expect(Math.abs(length - APP_LOG_BYTES)).toBeLessThan(15);
  });
});
