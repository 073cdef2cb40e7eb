// The contract of the HTTP API behind the packaged artifacts: the server as a process, the Lambda zip through every event shape.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
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
  httpStream,
  type LambdaEmulator,
  type ServiceSpec,
  type ShapeRequest,
  startLambdaEmulator,
  type StreamedInvocation,
} from "@modelport/local-runtime";
import { startPackaged } from "./packaged.testing.ts";
import { unpackedZip } from "./unpacked-zip.testing.ts";

export const model = await readExpectedModel(join(import.meta.dirname, "../../../../model"));

/** Every kind of event that is an HTTP request. */
export const httpShapes = ["function-url", "http-api-v2", "rest-v1", "alb", "alb-multi-value"] as const;

type Settings = Pick<ServiceSpec, "handler" | "invokeMode">;

async function openService(
  kind: "server-bundle" | "lambda-zip",
  entry: string,
  settings?: Settings,
): Promise<Endpoint> {
  const environment = { DRAIN_DELAY_MS: "0", MAX_BATCH_BYTES: "2000000" };
  const { url, instanceId, close } = await startPackaged(kind, environment, settings);
  return overHttp(url, { entry, instanceId, close });
}

/** Declares the contract's tests for the server bundle. */
export function describeServer(): void {
  describeInferenceApi("the server bundle, as a process", {
    model,
    capabilities: { metrics: true, batchBytes: 2_000_000 },
    open: () => openService("server-bundle", "server"),
  });
}

/** Declares the contract's tests for the Lambda zip behind everything that a function of its own serves. */
export function describeFunctionUrls(isSample: boolean): void {
  const common = { model, isSample, capabilities: { metrics: false, batchBytes: 4_000_000 } };
  describeInferenceApi("the Lambda zip behind a function URL over HTTP", {
    ...common,
    open: () => openService("lambda-zip", "lambda"),
  });
  describeInferenceApi("the Lambda zip behind a function URL that streams", {
    ...common,
    open: () => openService("lambda-zip", "lambda", { handler: "index.stream", invokeMode: "RESPONSE_STREAM" }),
  });
  describeInferenceApi("the Lambda zip behind a REST API that streams", { ...common, open: openRestStream });
}

/** Declares the contract's tests for every event shape of one function, which is there once the tests run. */
export function describeEventShapes(isSample: boolean, started: () => StartedFunction): void {
  for (const name of httpShapes) {
    describeInferenceApi(`${name} events`, {
      model,
      isSample,
      capabilities: { metrics: false, batchBytes: name.startsWith("alb") ? 700_000 : 4_000_000 },
      open: () => openShape(name, started()),
    });
  }
}

export interface StartedFunction {
  readonly emulator: LambdaEmulator;
  readonly instanceId: string;
}

/** The zip as one function that answers at once. */
export async function startFunction(handler = "index.handler"): Promise<StartedFunction> {
  const instanceId = randomUUID();
  const environment = { MODELPORT_INSTANCE_ID: instanceId, LOG_LEVEL: "warn" };
  const emulator = await startLambdaEmulator({ ...unpackedZip(), environment, handler, maxEnvironments: 1 });
  return { emulator, instanceId };
}

async function openShape(name: EventShapeName, { emulator, instanceId }: StartedFunction): Promise<Endpoint> {
  const invoke = async (event: unknown) => (await emulator.invoke(event)).payload;
  return overEvents(eventShapes[name], invoke, { entry: "lambda", instanceId, close: () => Promise.resolve() });
}

async function openRestStream(): Promise<Endpoint> {
  const { emulator, instanceId } = await startFunction("index.stream");
  const shape = {
    toEvent: (request: ShapeRequest) => eventShapes["rest-v1"].toEvent(request),
    fromResult: (answer: unknown) => answer as Awaited<ReturnType<typeof gathered>>,
  };
  const invoke = async (event: unknown) => gathered(await emulator.invokeStream(event));
  return overEvents(shape, invoke, { entry: "lambda", instanceId, close: () => emulator.stop() });
}

async function gathered(invocation: StreamedInvocation) {
  const answer = await httpStream(invocation);
  if (!answer) throw new Error("The answer ended before its head did.");
  return { ...answer, body: Buffer.concat(await Array.fromAsync(answer.body)) };
}
