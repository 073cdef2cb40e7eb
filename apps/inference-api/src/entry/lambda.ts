// The entry point on AWS Lambda: events of function URLs, HTTP APIs, REST APIs and load balancers, and direct
// invocation. `index.handler` answers when the answer is complete; `index.stream` streams it, for function URLs and
// REST APIs that are configured to stream. hono 4.13 marks its adapter as deprecated in favor of @hono/aws-lambda,
// which is not published yet.
import { handle, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";
import type { ErrorCode } from "@modelport/contracts";
import type { Hono } from "hono";
import type { AppEnv } from "../http/context.ts";
import { createApp } from "../app.ts";
import { parseEnv } from "../env.ts";
import { createLogger } from "../log/log.ts";
import { writeLines } from "../log/log-output.ts";
import { MemoryBudget } from "../memory/memory-budget.ts";
import { emfMetrics, type InvocationMetrics } from "../metrics/emf.ts";
import { noMetrics } from "../metrics/metrics.ts";
import { problemResponse } from "../http/refuse.ts";
import { RunningService } from "../service.ts";
import { type LambdaInput, readLambdaEvent, UnhandledEventError } from "./lambda/event.ts";
import { limitsOf, whyEndAt, withinLimit } from "./lambda/limits.ts";
import { sendJson, sendResponse, streamifyResponse } from "./lambda/stream.ts";
import { useLightHttp } from "./lambda/light-http.ts";

useLightHttp();
const env = parseEnv(process.env);
const service = new RunningService("lambda", env);
// During the init phase, which has a whole CPU; a model that must not be served fails the init.
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
const log = createLogger(logLevel);
const app = createApp({
  service,
  metrics,
  log,
  batchBytes: limitsOf({}).batchBytes,
  corsOrigins,
  // One request at a time, whose size Lambda limits, in at least 128 MB.
  memory: new MemoryBudget(Number.POSITIVE_INFINITY),
});
const fieldNames = new Set(model.manifest.features.flatMap(({ name, aliases }) => [name, ...aliases]));

/**
 * Handles one invocation: an HTTP event gets an HTTP response, an instance its prediction, and a warm-up ping the
 * model's name.
 * @throws {UnhandledEventError} for any other event, so that Lambda counts a failure
 */
export function handler(event: unknown, context: LambdaContext): Promise<unknown> {
  return invocation(context, () => answerAtOnce(readLambdaEvent(event, fieldNames), context));
}

/** The same, streamed. Load balancers and direct invocations cannot stream, and get the answer of `handler`. */
export const stream = streamifyResponse<LambdaContext>((event, responseStream, context) =>
  invocation(context, async () => {
    const input = readLambdaEvent(event, fieldNames);
    if (input.kind === "http" && !("elb" in input.event.requestContext)) {
      await sendResponse(await respond(input.event, context), responseStream);
    } else if (input.kind === "malformed") {
      await sendResponse(refusal("malformed_request", input.fault, context), responseStream);
    } else {
      sendJson(await answerAtOnce(input, context), responseStream);
    }
  }),
);

/** Lambda freezes the process after the invocation, so everything is written before. */
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

async function answerAtOnce(input: LambdaInput, context: LambdaContext): Promise<unknown> {
  switch (input.kind) {
    case "http": {
      const { answerBytes } = limitsOf(input.event.requestContext);
      return adapt(input.event, context, async (request) =>
        withinLimit(await send(request, input.event, context), answerBytes, request.url),
      );
    }
    case "instance":
      return resultOf(await predict(input.body, context.awsRequestId));
    case "ping":
      return { status: "ready", model: model.manifest.name, model_version: model.manifest.version };
    case "foreign":
      throw new UnhandledEventError(input.source);
    case "unclear":
      return resultOf(refusal("validation_failed", input.fault, context));
    case "malformed":
      return resultOf(refusal("malformed_request", input.fault, context));
  }
}

/** The app's response to an event. */
async function respond(event: LambdaEvent, context: LambdaContext): Promise<Response> {
  let response: Response | undefined;
  await adapt(event, context, async (request) => {
    response = await send(request, event, context, {
      whyEndAt: (bytes) => whyEndAt(bytes, context.getRemainingTimeInMillis()),
    });
    return new Response(null);
  });
  return response ?? refusal("malformed_request", UNREADABLE, context);
}

const UNREADABLE = "The event cannot be read as an HTTP request.";

/** What Hono's adapter makes of the event and of the response to it; every answer of the app is text, NDJSON too. */
async function adapt(event: LambdaEvent, context: LambdaContext, answer: (request: Request) => Promise<Response>) {
  let readable = false;
  const fetch = (request: Request) => {
    readable = true;
    return answer(request);
  };
  const result = await handle({ fetch } as unknown as Hono, { isContentTypeBinary: () => false })(event, context);
  return readable ? result : resultOf(refusal("malformed_request", UNREADABLE, context));
}

function send(
  request: Request,
  { requestContext }: LambdaEvent,
  { awsRequestId }: LambdaContext,
  more: AppEnv["Bindings"] = {},
): Promise<Response> {
  const { batchBytes } = limitsOf(requestContext);
  // If the client sends no request id, Lambda's own is used, which the platform's log lines carry too.
  return Promise.resolve(app.fetch(request, { requestId: awsRequestId, batchBytes, ...more }));
}

function predict(body: string, requestId: string): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return Promise.resolve(app.request("/api/v1/predict", { method: "POST", headers, body }, { requestId }));
}

/** The problem document for an event that does not reach the app, logged and counted like any other answer. */
function refusal(code: ErrorCode, detail: string, { awsRequestId }: LambdaContext): Response {
  const response = problemResponse(code, awsRequestId, "/", detail);
  const { status } = response;
  metrics.request("unknown", status, 0);
  log.info({ request_id: awsRequestId, route: "unknown", status }, "request");
  return response;
}

/** As Lambda's HTTP endpoints read it; a load balancer reads only one of the two members for headers. */
async function resultOf(response: Response) {
  const headers = Object.fromEntries(response.headers);
  return {
    statusCode: response.status,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    body: await response.text(),
  };
}
