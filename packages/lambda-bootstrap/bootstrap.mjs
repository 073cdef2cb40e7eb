// The client of Lambda's Runtime API, run by being imported: asks for events and calls the handler, as Lambda's own does.
// It stands alone: the image carries this very file.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

// Not imported: `import "node:http"` reads its lazy exports, which loads a WebSocket client, some 25 ms of a cold start.
const http = process.getBuiltinModule("node:http");

const EXTENSIONS = [".mjs", ".js", ".cjs"];
const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: taskRoot, _HANDLER: handlerName } = process.env;
const [host, port] = api.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** @type {string | undefined} */
let currentRequestId;

/** One request to the Runtime API; without the API there is no reason to live. */
function callApi(method, route, body, headers = {}) {
  return new Promise((resolve) => {
    const request = http.request(
      { host, port, method, agent, path: `/2018-06-01/runtime/${route}`, headers },
      (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
        response.on("error", exitWithoutApi);
      },
    );
    request.on("error", exitWithoutApi);
    request.end(body);
  });
}

function exitWithoutApi() {
  process.exit(1);
}

function postError(route, error, type) {
  const body = JSON.stringify({
    errorType: type ?? (error instanceof Error ? error.name : typeof error),
    errorMessage: error instanceof Error ? error.message : String(error),
    trace: error instanceof Error ? (error.stack ?? "").split("\n") : [],
  });
  return callApi("POST", route, body, { "Content-Type": "application/json" });
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
    awsRequestId: currentRequestId,
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
  currentRequestId = headers["lambda-runtime-aws-request-id"];
  process.env["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"];
  const route = `invocation/${currentRequestId}`;
  try {
    const result = await handler(JSON.parse(body.toString("utf8")), contextOf(headers));
    await callApi("POST", `${route}/response`, marshal(result), { "Content-Type": "application/json" });
  } catch (error) {
    console.error(error);
    await postError(`${route}/error`, error);
  }
  currentRequestId = undefined;
}

function marshal(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch (error) {
    throw named("Runtime.MarshalError", `Unable to stringify response body: ${error.message}`);
  }
}

function crashOn(event, type) {
  process.on(event, (error) => void crash(error, type));
}

async function crash(error, type) {
  console.error(error);
  try {
    await postError(currentRequestId ? `invocation/${currentRequestId}/error` : "init/error", error, type);
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
