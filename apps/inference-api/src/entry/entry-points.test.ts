// The packaged artifacts behind the contract: all of it through the server, a sample through the Lambda zip.
// slow/entry-points.slow.ts sends everything through the zip too.
import { eventShapes } from "@modelport/local-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  describeEventShapes,
  describeFunctionUrls,
  describeServer,
  httpShapes,
  model,
  type StartedFunction,
  startFunction,
} from "./entry-points.testing.ts";

describeServer();
describeFunctionUrls(true);

describe("the Lambda zip, one function for every event shape", () => {
  let started: StartedFunction;
  const emulator = { invoke: (event: unknown) => started.emulator.invoke(event) };
  beforeAll(async () => {
    started = await startFunction();
  }, 60_000);
  afterAll(() => started?.emulator.stop());

  describeEventShapes(true, () => started);

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
    it.each(httpShapes)("of %s is a 400", async (name) => {
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
    });
  });
});
