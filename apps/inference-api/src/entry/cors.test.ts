// What a browser sends and reads when a page of another origin calls the API, at the entry points where the app handles CORS.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Endpoint, overEvents, overHttp, readExpectedModel } from "@modelport/contract-tests";
import { eventShapes, startLambdaEmulator } from "@modelport/local-runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPackaged } from "./packaged.testing.ts";
import { unpackedZip } from "./unpacked-zip.testing.ts";

const { golden } = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const instance = golden.rows[0]?.instance ?? {};
const PAGE = "https://app.example.com";
const EXPOSED = "x-request-id,x-model-version,retry-after";

async function openServer(corsOrigins: string): Promise<Endpoint> {
  const environment = { DRAIN_DELAY_MS: "0", CORS_ORIGINS: corsOrigins };
  const { url, instanceId, close } = await startPackaged("server-bundle", environment);
  return overHttp(url, { entry: "server", instanceId, close });
}

async function openLambda(shape: "rest-v1" | "alb", corsOrigins: string): Promise<Endpoint> {
  const instanceId = randomUUID();
  const environment = { MODELPORT_INSTANCE_ID: instanceId, LOG_LEVEL: "warn", CORS_ORIGINS: corsOrigins };
  const emulator = await startLambdaEmulator({ ...unpackedZip(), environment, maxEnvironments: 1 });
  const invoke = async (event: unknown) => (await emulator.invoke(event)).payload;
  return overEvents(eventShapes[shape], invoke, { entry: "lambda", instanceId, close: () => emulator.stop() });
}

/** The headers of CORS among all of an answer. */
function corsOf(headers: Readonly<Record<string, string | undefined>>) {
  const given = Object.entries(headers).filter(([name]) => name === "vary" || name.startsWith("access-control-"));
  return Object.fromEntries(given);
}

const preflightFrom = (origin: string, path = "/api/v1/predict") => ({
  method: "OPTIONS",
  path,
  headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
});

const predictionFrom = (origin: string, body: string) => ({
  method: "POST",
  path: "/api/v1/predict",
  headers: { origin, "content-type": "application/json" },
  body,
});

const readable = { "access-control-allow-origin": PAGE, "access-control-expose-headers": EXPOSED, vary: "Origin" };

describe.each([
  ["the server bundle", openServer],
  ["the Lambda zip behind a REST API", (origins: string) => openLambda("rest-v1", origins)],
  ["the Lambda zip behind a load balancer", (origins: string) => openLambda("alb", origins)],
] as const)("%s", (_title, open) => {
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await open(`${PAGE},http://localhost:5173`);
  }, 60_000);
  afterAll(() => endpoint?.close());

  it("allows a listed page for an hour, and answers with the request's id", async () => {
    const { status, headers, body } = await endpoint.send(preflightFrom(PAGE));
    expect([status, body]).toEqual([204, ""]);
    expect(corsOf(headers)).toEqual({
      ...readable,
      "access-control-allow-methods": "GET,POST",
      "access-control-allow-headers":
        "content-type,x-request-id,authorization,x-amz-content-sha256,x-amz-date,x-amz-security-token",
      "access-control-max-age": "3600",
      vary: "Origin, Access-Control-Request-Headers",
    });
    expect(headers["x-request-id"]).toMatch(/^[\w.-]+$/);
  });

  it("lets it read a prediction, and the pages of the service itself", async () => {
    const predicted = await endpoint.send(predictionFrom(PAGE, JSON.stringify(instance)));
    expect([predicted.status, corsOf(predicted.headers)]).toEqual([200, readable]);
    expect(predicted.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(predicted.body)).toHaveProperty("model_version");
    const documents = await endpoint.send({ method: "GET", path: "/openapi.json", headers: { origin: PAGE } });
    expect([documents.status, corsOf(documents.headers)]).toEqual([200, readable]);
  });

  it("lets it read a batch", async () => {
    const headers = { origin: PAGE, "content-type": "application/x-ndjson" };
    const body = `${JSON.stringify(instance)}\n`.repeat(3);
    const answer = await endpoint.send({ method: "POST", path: "/api/v1/predict/batch", headers, body });
    expect([answer.status, corsOf(answer.headers)]).toEqual([200, readable]);
    expect(answer.headers["x-model-version"]).toMatch(/^\d+\.\d+\.\d+$/);
    expect(answer.body.trimEnd().split("\n")).toHaveLength(3);
  });

  it.each([
    [422, "application/problem+json", predictionFrom(PAGE, "{}")],
    [400, "application/problem+json", predictionFrom(PAGE, "[")],
    [404, "application/problem+json", { method: "GET", path: "/none", headers: { origin: PAGE } }],
    [405, "application/problem+json", { method: "DELETE", path: "/api/v1/predict", headers: { origin: PAGE } }],
    [404, "application/json", { method: "GET", path: "/v2/models/none", headers: { origin: PAGE } }],
  ])("lets it read a refusal with %i as %s", async (status, type, request) => {
    const answer = await endpoint.send(request);
    expect([answer.status, answer.headers["content-type"]]).toEqual([status, type]);
    expect(corsOf(answer.headers)).toEqual(readable);
  });

  it("allows no other page, and answers other clients as always", async () => {
    const { status, headers } = await endpoint.send(preflightFrom("https://app.example.com.evil.example"));
    expect([status, headers["access-control-allow-origin"]]).toEqual([204, undefined]);
    const answer = await endpoint.send(predictionFrom("https://other.example", JSON.stringify(instance)));
    expect([answer.status, answer.headers["access-control-allow-origin"]]).toEqual([200, undefined]);
    expect(answer.headers["vary"]).toBe("Origin");
    const plain = await endpoint.send({ method: "GET", path: "/health", headers: {} });
    expect([plain.status, plain.headers["access-control-allow-origin"]]).toEqual([200, undefined]);
  });

  it("never lets a page send a browser's cookies", async () => {
    for (const request of [preflightFrom(PAGE), predictionFrom(PAGE, "{}")]) {
      expect((await endpoint.send(request)).headers["access-control-allow-credentials"]).toBeUndefined();
    }
  });
});

it(
  "behind a load balancer, the error for an answer that is too large can be read too",
  { timeout: 60_000 },
  async () => {
    const endpoint = await openLambda("alb", "*");
    try {
      const headers = { origin: PAGE, "content-type": "text/csv" };
      const names = Object.keys(instance);
      const row = names.map((name) => String((instance as Record<string, unknown>)[name])).join(",");
      const body = `${names.join(",")}\n${`${row}\n`.repeat(5_000)}`;
      const answer = await endpoint.send({ method: "POST", path: "/api/v1/predict/batch?explain=true", headers, body });
      expect(answer.status).toBe(413);
      expect(corsOf(answer.headers)).toEqual({
        "access-control-allow-origin": "*",
        "access-control-expose-headers": EXPOSED,
      });
    } finally {
      await endpoint.close();
    }
  },
);
