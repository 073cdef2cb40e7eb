// The entry of AWS Lambda: Function URL, HTTP API, REST API and ALB events, and direct invocation.
import { Hono } from "hono";
// hono 4.13 marks it deprecated in favour of @hono/aws-lambda, which is not published yet.
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import { createApp } from "../app.ts";
import { parseEnv } from "../env.ts";
import { createLogger } from "../log.ts";
import { noMetrics } from "../metrics/metrics.ts";
import { RunningService } from "../service.ts";

const env = parseEnv(process.env);
const log = createLogger(env.logLevel);
const service = new RunningService("lambda", env);
const app = createApp({ service, metrics: noMetrics, log });

// Lambda's own request id, where the client sends none, is the one that the platform's log lines carry too.
const front = new Hono<{ Bindings: { lambdaContext: LambdaContext } }>();
front.all("*", (c) => app.fetch(c.req.raw, { requestId: c.env.lambdaContext.awsRequestId }));
const answerHttp = handle(front);

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
