// The entry of AWS Lambda: Function URL, HTTP API, REST API and ALB events, and direct invocation.
import { Hono } from "hono";
// hono 4.13 marks it deprecated in favour of @hono/aws-lambda, which is not published yet.
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import { createApp } from "../app.ts";
import { parseEnv } from "../env.ts";
import { createLogger } from "../log.ts";
import { noMetrics } from "../metrics/metrics.ts";
import { problemResponse } from "../refuse.ts";
import { RunningService } from "../service.ts";
import { useLightHttp } from "./light-http.ts";

/**
 * What an invocation carries, both ways: 6 MB of JSON text, behind an ALB 1 MB. A body grows by escaping or base64 on its
 * way into the event, so that what is taken as a batch is less.
 */
const INVOCATION = { batchBytes: 4_000_000, answerBytes: 6_291_556 };
const LOAD_BALANCER = { batchBytes: 700_000, answerBytes: 1_000_000 };

useLightHttp();
const env = parseEnv(process.env);
const log = createLogger(env.logLevel);
const service = new RunningService("lambda", env);
const app = createApp({ service, metrics: noMetrics, log, batchBytes: INVOCATION.batchBytes });

const front = new Hono<{ Bindings: { lambdaContext: LambdaContext; requestContext: object } }>();
front.all("*", async (c) => {
  const { batchBytes, answerBytes } = "elb" in c.env.requestContext ? LOAD_BALANCER : INVOCATION;
  // Lambda's own request id, where the client sends none, is the one that the platform's log lines carry too.
  const response = await app.fetch(c.req.raw, { requestId: c.env.lambdaContext.awsRequestId, batchBytes });
  return withinLimit(response, answerBytes, c.req.path);
});
// Every answer of the app is text; the adapter would send NDJSON as base64.
const answerHttp = handle(front, { isContentTypeBinary: () => false });

/** An answer that the platform would turn into a bare 502 is refused with a sentence instead. */
async function withinLimit(response: Response, limitBytes: number, path: string): Promise<Response> {
  // 304 has none, and must not be given one.
  if (response.body === null) return response;
  const text = await response.text();
  // Escaping at most makes six characters of one: shorter texts need no measuring.
  const bytes = text.length * 6 <= limitBytes ? 0 : Buffer.byteLength(JSON.stringify(text));
  if (bytes <= limitBytes) return new Response(text, response);
  const detail = `The answer has ${bytes} bytes, but this door carries ${limitBytes}; send fewer rows at a time, or leave out explain=true.`;
  return problemResponse("answer_too_large", response.headers.get("x-request-id") ?? "", path, detail);
}

// During the init phase, which has a whole CPU: a model that must not be served fails the init.
await service.load();

/** One invocation: an HTTP event is answered as HTTP; any other event is itself the body, or holds it in `body`. */
export async function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  if (isHttpEvent(event)) return answerHttp(event, context);
  return invokeDirectly(event, context.awsRequestId);
}

function isHttpEvent(event: unknown): event is LambdaEvent {
  return typeof event === "object" && event !== null && "requestContext" in event;
}

async function invokeDirectly(event: unknown, requestId: string) {
  const response = await app.request(
    "/api/v1/predict",
    { method: "POST", headers: { "content-type": "application/json" }, body: bodyOf(event) },
    { requestId },
  );
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

function bodyOf(event: unknown): string {
  const body = typeof event === "object" && event !== null && "body" in event ? event.body : event;
  return typeof body === "string" ? body : JSON.stringify(body ?? null);
}
