// The same image as an AWS Lambda function, which the environment selects, with events from the Runtime API.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { describeInferenceApi, type Endpoint, overEvents, readExpectedModel } from "@modelport/contract-tests";
import {
  eventShapes,
  httpStream,
  type Outcome,
  type RuntimeApi,
  type ShapeRequest,
  type ShapeResponse,
  startRuntimeApi,
} from "@modelport/local-runtime";
import { describe, inject } from "vitest";
import { startContainer } from "@modelport/local-runtime/podman";

const built = inject("built");
const model = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const TIMEOUT_MS = 30_000;

describe.skipIf(!built)("the image, as a Lambda function", () => {
  describeInferenceApi("its Runtime API", {
    model,
    capabilities: { metrics: false, batchBytes: 4_000_000 },
    open: () => openFunction([], atOnce),
  });

  describeInferenceApi("its Runtime API, while the answer is made", {
    model,
    capabilities: { metrics: false, batchBytes: 4_000_000 },
    open: () => openFunction(["index.stream"], asStream),
  });
});

type Invoke = (api: RuntimeApi, event: unknown) => Promise<ShapeResponse>;

/** `command` is from the function's image configuration; Lambda passes it to the entry point. */
async function openFunction(command: readonly string[], invoke: Invoke): Promise<Endpoint> {
  const instanceId = randomUUID();
  const api = await startRuntimeApi();
  const environment = {
    AWS_LAMBDA_RUNTIME_API: api.address,
    // What Lambda sets for an image without a CMD.
    LAMBDA_TASK_ROOT: "/var/task",
    _HANDLER: "",
    AWS_LAMBDA_FUNCTION_NAME: "modelport",
    MODELPORT_INSTANCE_ID: instanceId,
    LOG_LEVEL: "warn",
  };
  const container = await startContainer(built?.image ?? "", environment, command);
  const { initError } = await api.initialized;
  if (initError) throw new Error(`The function did not start: ${initError.toString("utf8")}`);
  const shape = {
    toEvent: (request: ShapeRequest) => eventShapes["function-url"].toEvent(request),
    fromResult: (answer: unknown) => answer as ShapeResponse,
  };
  return overEvents(shape, (event) => invoke(api, event), {
    entry: "lambda",
    instanceId,
    async close() {
      await container.remove();
      await api.close();
    },
  });
}

function deliver(api: RuntimeApi, event: unknown): Promise<Outcome> {
  const { outcome } = api.deliver({
    requestId: randomUUID(),
    deadlineMs: Date.now() + TIMEOUT_MS,
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:modelport",
    traceId: "Root=1-00000000-000000000000000000000000;Sampled=0",
    event: Buffer.from(JSON.stringify(event)),
  });
  return outcome;
}

async function atOnce(api: RuntimeApi, event: unknown): Promise<ShapeResponse> {
  const outcome = await deliver(api, event);
  if (outcome.kind !== "response") throw new Error(`The function answered with ${outcome.kind}.`);
  return eventShapes["function-url"].fromResult(JSON.parse(outcome.body.toString("utf8")));
}

async function asStream(api: RuntimeApi, event: unknown): Promise<ShapeResponse> {
  const outcome = await deliver(api, event);
  if (outcome.kind !== "stream") throw new Error(`The function answered with ${outcome.kind}.`);
  const answer = await httpStream({ ...outcome.stream, failure: Promise.resolve(undefined) });
  if (!answer) throw new Error("The answer ended before its head did.");
  const body = new Uint8Array(Buffer.concat(await Array.fromAsync(answer.body)));
  const { kind } = await outcome.stream.ended;
  if (kind !== "complete") throw new Error(`The stream ended with ${kind}.`);
  return { ...answer, body };
}
