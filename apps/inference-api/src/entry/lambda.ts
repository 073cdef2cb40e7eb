// The entry of AWS Lambda: Function URL, HTTP API, REST API and ALB events, and direct invocation. `index.handler` answers
// at once; `index.stream` while the answer is made, for Function URLs and REST APIs that are set to stream.
// hono 4.13 marks it deprecated in favour of @hono/aws-lambda, which is not published yet.
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import type { Hono } from "hono";
import { type AppEnv, createApp } from "../app.ts";
import { parseEnv } from "../env.ts";
import { createLogger } from "../log.ts";
import { writeLines } from "../log-output.ts";
import { emfMetrics, type InvocationMetrics } from "../metrics/emf.ts";
import { noMetrics } from "../metrics/metrics.ts";
import { RunningService } from "../service.ts";
import { limitsOf, whyEndAt, withinLimit } from "./lambda-limits.ts";
import { sendJson, sendResponse, streamifyResponse } from "./lambda-stream.ts";
import { useLightHttp } from "./light-http.ts";

useLightHttp();
const env = parseEnv(process.env);
const service = new RunningService("lambda", env);
// During the init phase, which has a whole CPU: a model that must not be served fails the init.
const { model } = await service.load();

const metrics: InvocationMetrics = env.emf
  ? emfMetrics({
      ...env.emf,
      members: { model_version: model.manifest.version },
      write: writeLines,
    })
  : { ...noMetrics, flush() {} };
if (env.startedOnDemand) metrics.coldStart?.(performance.now());

const { corsOrigins, logLevel } = env;
const app = createApp({
  service,
  metrics,
  log: createLogger(logLevel),
  batchBytes: limitsOf({}).batchBytes,
  corsOrigins,
});

/** One invocation: an HTTP event is answered as HTTP; any other event is itself the body, or holds it in `body`. */
export function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  return invocation(context, () => answerAtOnce(event, context));
}

/** The same, while the answer is made; what cannot stream, an ALB and direct invocation, gets what `handler` answers. */
export const stream = streamifyResponse<LambdaContext>((event, responseStream, context) =>
  invocation(context, async () => {
    if (isHttpEvent(event) && !("elb" in event.requestContext)) {
      await sendResponse(await respond(event, context), responseStream);
    } else {
      sendJson(await answerAtOnce(event, context), responseStream);
    }
  }),
);

/** Lambda freezes the process when an invocation is over: whatever is left to write is written before. */
async function invocation<T>({ awsRequestId }: LambdaContext, run: () => Promise<T>): Promise<T> {
  let failed = true;
  try {
    const result = await run();
    failed = false;
    return result;
  } finally {
    metrics.flush({ requestId: awsRequestId, failed });
  }
}

function isHttpEvent(event: unknown): event is LambdaEvent {
  return typeof event === "object" && event !== null && "requestContext" in event;
}

function answerAtOnce(event: unknown, context: LambdaContext): Promise<unknown> {
  if (!isHttpEvent(event)) return invokeDirectly(event, context.awsRequestId);
  const { answerBytes } = limitsOf(event.requestContext);
  return adapt(event, context, async (request) =>
    withinLimit(await ask(request, event, context), answerBytes, request.url),
  );
}

/** The app's own response to an event. */
async function respond(event: LambdaEvent, context: LambdaContext): Promise<Response> {
  let response: Response | undefined;
  const refusal = await adapt(event, context, async (request) => {
    response = await ask(request, event, context, {
      whyEndAt: (bytes) => whyEndAt(bytes, context.getRemainingTimeInMillis()),
    });
    return new Response(null);
  });
  // The adapter could not make a request of the event.
  return response ?? new Response(refusal.body, { status: refusal.statusCode });
}

/** What Hono's adapter makes of an event and of the response to it; every answer of the app is text, NDJSON too. */
function adapt(event: LambdaEvent, context: LambdaContext, fetch: (request: Request) => Promise<Response>) {
  return handle({ fetch } as unknown as Hono, { isContentTypeBinary: () => false })(event, context);
}

function ask(
  request: Request,
  { requestContext }: LambdaEvent,
  { awsRequestId }: LambdaContext,
  more: AppEnv["Bindings"] = {},
): Promise<Response> {
  const { batchBytes } = limitsOf(requestContext);
  // Lambda's own request id, where the client sends none, is the one that the platform's log lines carry too.
  return Promise.resolve(app.fetch(request, { requestId: awsRequestId, batchBytes, ...more }));
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
