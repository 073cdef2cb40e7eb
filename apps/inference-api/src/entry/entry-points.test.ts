// The packaged artifacts behind the contract: the server as a process, the Lambda zip through every event shape.
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
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packaged, startPackaged } from "./packaged.testing.ts";

const model = await readExpectedModel(join(import.meta.dirname, "../../../../model"));

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

describeInferenceApi("the server bundle, as a process", {
  model,
  capabilities: { metrics: true, batchBytes: 2_000_000 },
  open: () => openService("server-bundle", "server"),
});

describeInferenceApi("the Lambda zip behind a function URL over HTTP", {
  model,
  capabilities: { metrics: false, batchBytes: 4_000_000 },
  open: () => openService("lambda-zip", "lambda"),
});

describeInferenceApi("the Lambda zip behind a function URL that streams", {
  model,
  capabilities: { metrics: false, batchBytes: 4_000_000 },
  open: () => openService("lambda-zip", "lambda", { handler: "index.stream", invokeMode: "RESPONSE_STREAM" }),
});

describeInferenceApi("the Lambda zip behind a REST API that streams", {
  model,
  capabilities: { metrics: false, batchBytes: 4_000_000 },
  async open() {
    const instanceId = randomUUID();
    const environment = { MODELPORT_INSTANCE_ID: instanceId, LOG_LEVEL: "warn" };
    const { path: zipPath } = packaged("lambda-zip");
    const emulator = await startLambdaEmulator({ zipPath, environment, handler: "index.stream", maxEnvironments: 1 });
    const shape = {
      toEvent: (request: ShapeRequest) => eventShapes["rest-v1"].toEvent(request),
      fromResult: (answer: unknown) => answer as Awaited<ReturnType<typeof gathered>>,
    };
    const invoke = async (event: unknown) => gathered(await emulator.invokeStream(event));
    return overEvents(shape, invoke, { entry: "lambda", instanceId, close: () => emulator.stop() });
  },
});

async function gathered(invocation: StreamedInvocation) {
  const answer = await httpStream(invocation);
  if (!answer) throw new Error("The answer ended before its head did.");
  return { ...answer, body: Buffer.concat(await Array.fromAsync(answer.body)) };
}

describe("the Lambda zip, one function for every event shape", () => {
  const instanceId = randomUUID();
  let emulator: LambdaEmulator;
  beforeAll(async () => {
    const environment = { MODELPORT_INSTANCE_ID: instanceId, LOG_LEVEL: "warn" };
    emulator = await startLambdaEmulator({ zipPath: packaged("lambda-zip").path, environment, maxEnvironments: 1 });
  }, 60_000);
  afterAll(() => emulator?.stop());

  const openShape = async (name: EventShapeName): Promise<Endpoint> =>
    overEvents(eventShapes[name], async (event) => (await emulator.invoke(event)).payload, {
      entry: "lambda",
      instanceId,
      close: () => Promise.resolve(),
    });

  for (const name of ["function-url", "http-api-v2", "rest-v1", "alb", "alb-multi-value"] as const) {
    describeInferenceApi(`${name} events`, {
      model,
      capabilities: { metrics: false, batchBytes: name.startsWith("alb") ? 700_000 : 4_000_000 },
      open: () => openShape(name),
    });
  }

  describe("invoked directly", () => {
    const [row] = model.golden.rows;
    const { output } = model.manifest;
    const invoke = async (event: unknown) => {
      const { payload } = await emulator.invoke(event);
      const { statusCode, headers, body } = payload as {
        statusCode: number;
        headers: Record<string, string>;
        body: string;
      };
      return { statusCode, type: headers["content-type"], body: JSON.parse(body) as Record<string, unknown> };
    };

    it.each([
      ["the event itself is the instance", row?.instance],
      ["the instance is in body, as an object", { body: row?.instance }],
      ["the instance is in body, as a string", { body: JSON.stringify(row?.instance) }],
    ])("answers when %s", async (_title, event) => {
      const { statusCode, type, body } = await invoke(event);
      expect([statusCode, type]).toEqual([200, "application/json"]);
      expect(body[output.name]).toBeCloseTo(Number(row?.score), output.decimals);
    });

    it("refuses what is not an instance, with the same problem as over HTTP", async () => {
      const { statusCode, type, body } = await invoke({});
      expect([statusCode, type]).toEqual([422, "application/problem+json"]);
      expect(body).toMatchObject({ code: "validation_failed" });
      expect(body["errors"]).toHaveLength(model.manifest.features.length);
      expect((await invoke("[")).statusCode).toBe(400);
    });

    it("refuses what stands beside body, which would be ignored", async () => {
      const { statusCode, body } = await invoke({ body: row?.instance, explain: true });
      expect([statusCode, body["code"]]).toEqual([422, "validation_failed"]);
      expect(body["detail"]).toBe(
        'The event has 1 member beside body. Send the instance itself as the event, or {"body": instance} alone.',
      );
    });

    it("answers a scheduled ping with the model, and counts no request", async () => {
      const event = { version: "0", source: "aws.events", "detail-type": "Scheduled Event", detail: {} };
      const { name, version } = model.manifest;
      expect((await emulator.invoke(event)).payload).toEqual({ status: "ready", model: name, model_version: version });
    });

    it("fails for a queue's message, good or bad, so that it is not deleted", async () => {
      const body = JSON.stringify(row?.instance);
      const event = { Records: [{ messageId: "1", body, eventSource: "aws:sqs" }] };
      const { payload, functionError } = await emulator.invoke(event);
      expect(functionError).toBe("Unhandled");
      expect(payload).toMatchObject({
        errorType: "UnhandledEventError",
        errorMessage: expect.stringMatching(
          /^The event, 1 record of aws:sqs, is neither an HTTP request nor an instance/,
        ),
      });
    });
  });

  describe("a malformed HTTP event", () => {
    it.each(["function-url", "http-api-v2", "rest-v1", "alb", "alb-multi-value"] as const)(
      "of %s is a 400",
      async (name) => {
        const event = eventShapes[name].toEvent({ method: "POST", path: "/predict", body: "{}" }) as object;
        for (const changes of [{ isBase64Encoded: true, body: "%" }, { headers: { a: "b\nc" } }, { body: {} }]) {
          const { payload, functionError } = await emulator.invoke({ ...event, ...changes });
          const { status, headers, body } = eventShapes[name].fromResult(payload);
          expect([functionError, status, headers.get("content-type")]).toEqual([
            undefined,
            400,
            "application/problem+json",
          ]);
          const document = JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>;
          expect(document["code"]).toBe("malformed_request");
          expect(document["request_id"]).toBe(headers.get("x-request-id"));
        }
      },
    );
  });
});
