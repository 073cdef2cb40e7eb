// The same image as an AWS Lambda function: its environment says so, and the Runtime API is asked for events.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { describeInferenceApi, type Door, overEvents, readExpectedModel } from "@modelport/contract-tests";
import { eventShapes, type RuntimeApi, startRuntimeApi } from "@modelport/local-runtime";
import { describe, inject } from "vitest";
import { startContainer } from "./podman.ts";

const built = inject("built");
const model = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const TIMEOUT_MS = 30_000;

describe.skipIf(!built)("the image, as a Lambda function", () => {
  describeInferenceApi("its Runtime API", {
    model,
    capabilities: { metrics: false, batchBytes: 4_000_000 },
    open: openFunction,
  });
});

async function openFunction(): Promise<Door> {
  const instanceId = randomUUID();
  const api = await startRuntimeApi();
  const container = await startContainer(built?.image ?? "", {
    AWS_LAMBDA_RUNTIME_API: api.address,
    // What Lambda sets for an image without a CMD of its own.
    LAMBDA_TASK_ROOT: "/var/task",
    _HANDLER: "",
    AWS_LAMBDA_FUNCTION_NAME: "modelport",
    MODELPORT_INSTANCE_ID: instanceId,
    LOG_LEVEL: "warn",
  });
  const { initError } = await api.initialized;
  if (initError) throw new Error(`The function did not start: ${initError.toString("utf8")}`);
  return overEvents(eventShapes["function-url"], (event) => invoke(api, event), {
    entry: "lambda",
    instanceId,
    async close() {
      await container.remove();
      await api.close();
    },
  });
}

async function invoke(api: RuntimeApi, event: unknown): Promise<unknown> {
  const { outcome } = api.deliver({
    requestId: randomUUID(),
    deadlineMs: Date.now() + TIMEOUT_MS,
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:modelport",
    traceId: "Root=1-00000000-000000000000000000000000;Sampled=0",
    event: Buffer.from(JSON.stringify(event)),
  });
  const result = await outcome;
  if (result.kind !== "response") throw new Error(`The function answered with ${result.kind}.`);
  return JSON.parse(result.body.toString("utf8"));
}
