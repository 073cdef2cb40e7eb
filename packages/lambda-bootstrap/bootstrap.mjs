// The client of Lambda's Runtime API, run by importing it: it requests events and calls the handler, like Lambda's own.
// It has no dependencies, because the image contains this very file.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

// Not imported: `import "node:http"` reads its lazy exports, which loads a WebSocket client and costs some 25 ms of a
// cold start.
const http = process.getBuiltinModule("node:http");

const EXTENSIONS = [".mjs", ".js", ".cjs"];
const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: taskRoot, _HANDLER: handlerName } = process.env;
const [host, port] = api.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

// The names in AWS's own client: a handler that is marked for it streams with this one too.
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");
const ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
const ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

globalThis.awslambda = {
  streamifyResponse(handler) {
    handler[STREAMING] = "response";
    return handler;
  },
  HttpResponseStream: {
    /** The first `write` (and, as at AWS, no other call) sends the metadata and eight zero bytes first. */
    from(stream, metadata) {
      stream.setContentType("application/vnd.awslambda.http-integration-response");
      const { write } = stream;
      stream.write = (...own) => {
        stream.write = write;
        stream.write(JSON.stringify(metadata));
        stream.write(new Uint8Array(8));
        return stream.write(...own);
      };
      return stream;
    },
  },
};

/**
 * What runs now: its id, and how to fail it where its answer may have begun.
 * @type {{ requestId?: string, fail?: (error: unknown, type?: string) => Promise<unknown> }}
 */
const current = {};

/** A request to the Runtime API, not sent yet, and its answer; without the API the process exits. */
function open(method, route, headers = {}) {
  const answer = Promise.withResolvers();
  const options = { host, port, method, agent, path: `/2018-06-01/runtime/${route}`, headers };
  const request = http.request(options, (response) => {
    const chunks = [];
    response.on("data", (chunk) => chunks.push(chunk));
    response.on("end", () => {
      const body = Buffer.concat(chunks);
      if (response.statusCode >= 300) refused(`${method} ${route}`, response.statusCode, body);
      answer.resolve({ headers: response.headers, body });
    });
    response.on("error", exitWithoutApi);
  });
  request.on("error", exitWithoutApi);
  return { request, answer: answer.promise };
}

function callApi(method, route, body, headers) {
  const { request, answer } = open(method, route, headers);
  request.end(body);
  return answer;
}

/**
 * A refused answer (413: too large; 400: too late) is reported by Lambda. After a 500 the process should exit, and
 * without an event there is nothing to do. Docs: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
function refused(request, status, body) {
  console.error(`The Runtime API answered ${status} to ${request}: ${body}`);
  if (status >= 500 || request.startsWith("GET")) exitWithoutApi();
}

function exitWithoutApi() {
  process.exit(1);
}

function describe(error, type) {
  return {
    errorType: type ?? (error instanceof Error ? error.name : typeof error),
    errorMessage: error instanceof Error ? error.message : String(error),
    trace: error instanceof Error ? (error.stack ?? "").split("\n") : [],
  };
}

function postError(route, error, type) {
  return callApi("POST", route, JSON.stringify(describe(error, type)), { "Content-Type": "application/json" });
}

async function loadHandler() {
  const dot = handlerName.lastIndexOf(".");
  const [module, name] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  const extension = EXTENSIONS.find((candidate) => existsSync(path.join(taskRoot, module + candidate)));
  if (extension === undefined)
    throw named("Runtime.ImportModuleError", `Cannot find module '${module}' in ${taskRoot}`);
  const loaded = await import(pathToFileURL(path.join(taskRoot, module + extension)).href);
  const handler = loaded[name] ?? loaded.default?.[name];
  if (typeof handler !== "function")
    throw named("Runtime.HandlerNotFound", `${handlerName} is undefined or not exported`);
  return handler;
}

function named(name, message) {
  return Object.assign(new Error(message), { name });
}

function contextOf(headers) {
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    awsRequestId: current.requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
  };
}

async function runOne(handler) {
  const { headers, body } = await callApi("GET", "invocation/next");
  current.requestId = headers["lambda-runtime-aws-request-id"];
  const traceId = headers["lambda-runtime-trace-id"];
  if (traceId === undefined) delete process.env["_X_AMZN_TRACE_ID"];
  else process.env["_X_AMZN_TRACE_ID"] = traceId;
  const answer = handler[STREAMING] === "response" ? answerAsStream : answerAtOnce;
  await answer(handler, body.toString("utf8"), contextOf(headers));
  current.requestId = undefined;
}

async function answerAtOnce(handler, event, context) {
  const route = `invocation/${context.awsRequestId}`;
  try {
    const result = await handler(JSON.parse(event), context);
    await callApi("POST", `${route}/response`, marshal(result), { "Content-Type": "application/json" });
  } catch (error) {
    console.error(error);
    await postError(`${route}/error`, error);
  }
}

function marshal(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch (error) {
    throw named("Runtime.MarshalError", `Unable to stringify response body: ${error.message}`);
  }
}

/** The answer's body is sent as the request's body while it is written; a failure follows in the trailers. */
async function answerAsStream(handler, event, context) {
  const { request: stream, answer } = open("POST", `invocation/${context.awsRequestId}/response`, {
    "Lambda-Runtime-Function-Response-Mode": "streaming",
    "Content-Type": "application/octet-stream",
    "Transfer-Encoding": "chunked",
    Trailer: [ERROR_TYPE, ERROR_BODY],
  });
  stream.setContentType = (type) => stream.setHeader("Content-Type", type);
  current.fail = (error, type) => {
    const described = describe(error, type);
    const body = Buffer.from(JSON.stringify(described)).toString("base64");
    stream.addTrailers({ [ERROR_TYPE]: described.errorType, [ERROR_BODY]: body });
    stream.end();
    return answer;
  };
  try {
    await handler(JSON.parse(event), stream, context);
    if (!stream.writableEnded) throw new Error("Response stream is not finished.");
    await answer;
  } catch (error) {
    console.error(error);
    await current.fail(error);
  }
  current.fail = undefined;
}

function crashOn(event, type) {
  process.on(event, (error) => void crash(error, type));
}

async function crash(error, type) {
  console.error(error);
  try {
    if (current.fail) await current.fail(error, type);
    else await postError(current.requestId ? `invocation/${current.requestId}/error` : "init/error", error, type);
  } finally {
    process.exit(129);
  }
}

crashOn("uncaughtException");
crashOn("unhandledRejection", "Runtime.UnhandledPromiseRejection");

let handler;
try {
  handler = await loadHandler();
} catch (error) {
  console.error(error);
  await postError("init/error", error);
  process.exit(1);
}
for (;;) await runOne(handler);
