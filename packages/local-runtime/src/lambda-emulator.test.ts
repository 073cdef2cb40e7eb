import { existsSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { lambdaZip } from "../fixtures/artifacts.ts";
import { startLambdaEmulator, type LambdaEmulator, type LambdaEmulatorOptions } from "./lambda-emulator.ts";
import { startIdentity } from "./process-identity.ts";

async function emulate(source: string, options: LambdaEmulatorOptions = {}): Promise<LambdaEmulator> {
  const emulator = await startLambdaEmulator({ zipPath: (await lambdaZip(source)).path, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

const failing = async (source: string, options: LambdaEmulatorOptions = {}): Promise<string> =>
  emulate(source, options).then(
    () => "started",
    (error: Error) => error.message,
  );

test("an event goes in, the result comes out, and the same process serves the next one", async () => {
  const emulator = await emulate(
    "let calls = 0; export const handler = async (event) => ({ doubled: event.value * 2, calls: ++calls, pid: process.pid });",
  );
  expect(await emulator.invoke({ value: 21 })).toEqual({ payload: { doubled: 42, calls: 1, pid: emulator.pids[0] } });
  expect(await emulator.invoke({ value: 1 })).toEqual({ payload: { doubled: 2, calls: 2, pid: emulator.pids[0] } });
});

test("a function sees Lambda's environment and nothing of the caller's", async () => {
  process.env["MODELPORT_TEST_SECRET"] = "of the caller";
  onTestFinished(() => void delete process.env["MODELPORT_TEST_SECRET"]);
  const emulator = await emulate(
    "export const handler = async () => ({ names: Object.keys(process.env), cwd: process.cwd(), task: process.env.LAMBDA_TASK_ROOT, own: process.env.OWN });",
    {
      environment: { OWN: "set" },
    },
  );
  const { payload } = (await emulator.invoke({})) as {
    payload: { names: string[]; cwd: string; task: string; own: string };
  };
  expect(payload.names.toSorted()).toEqual([
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "LAMBDA_TASK_ROOT",
    "LANG",
    "OWN",
    "PATH",
    "TZ",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
  ]);
  expect(payload).toMatchObject({ own: "set", cwd: payload.task });
});

test("the context carries request id, function ARN, memory and the time that is left", async () => {
  const emulator = await emulate(
    "export const handler = async (_, context) => ({ ...context, left: context.getRemainingTimeInMillis() });",
    { functionName: "churn", memoryMiB: 256, timeoutSeconds: 5 },
  );
  const { payload } = (await emulator.invoke({})) as { payload: Record<string, unknown> };
  expect(payload).toMatchObject({
    functionName: "churn",
    memoryLimitInMB: "256",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:churn",
  });
  expect(payload["awsRequestId"]).toMatch(/^[0-9a-f-]{36}$/);
  expect(payload["left"]).toBeGreaterThan(4000);
  expect(payload["left"]).toBeLessThanOrEqual(5000);
});

test("an error of the handler is a function error, and the process lives on", async () => {
  const emulator = await emulate(
    "export const handler = async (event) => { if (event.bad) throw new RangeError('no such thing'); return process.pid; };",
  );
  expect(await emulator.invoke({ bad: true })).toEqual({
    functionError: "Unhandled",
    payload: { errorType: "RangeError", errorMessage: "no such thing", trace: expect.any(Array) },
  });
  expect(await emulator.invoke({})).toEqual({ payload: emulator.pids[0] });
});

test("a result that is no JSON is a function error", async () => {
  const emulator = await emulate("export const handler = async () => ({ count: 1n });");
  expect(await emulator.invoke({})).toMatchObject({
    functionError: "Unhandled",
    payload: {
      errorType: "Runtime.MarshalError",
      errorMessage: "Unable to stringify response body: Do not know how to serialize a BigInt",
    },
  });
});

test("at the timeout the process is killed, and the next invocation gets a fresh one", async () => {
  const emulator = await emulate(
    "export const handler = async (event) => { if (event.spin) for (;;); return process.pid; };",
    { timeoutSeconds: 0.3 },
  );
  const [first = -1] = emulator.pids;
  expect(await emulator.invoke({ spin: true })).toEqual({
    functionError: "Unhandled",
    payload: {
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.30 seconds$/),
    },
  });
  expect(startIdentity(first)).toBeUndefined();
  const { payload } = await emulator.invoke({});
  expect(payload).toBe(emulator.pids[0]);
  expect(payload).not.toBe(first);
});

test("a crash while serving is a function error, and the next invocation gets a fresh process", async () => {
  const emulator = await emulate(
    "export const handler = async (event) => { if (event.exit) process.exit(3); return 'fine'; };",
  );
  expect(await emulator.invoke({ exit: true })).toEqual({
    functionError: "Unhandled",
    payload: {
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/),
    },
  });
  expect(await emulator.invoke({})).toEqual({ payload: "fine" });
});

test("an unhandled rejection fails the invocation in which it happens, and no other", async () => {
  const emulator = await emulate(
    "export const handler = async (event) => { if (event.reject) { void Promise.reject(new Error('lost')); await new Promise(() => {}); } return 'fine'; };",
  );
  const [bad, ...good] = await Promise.all([
    emulator.invoke({ reject: true }),
    emulator.invoke({}),
    emulator.invoke({}),
    emulator.invoke({}),
  ]);
  expect(bad).toMatchObject({
    functionError: "Unhandled",
    payload: { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: "lost" },
  });
  expect(good).toEqual([{ payload: "fine" }, { payload: "fine" }, { payload: "fine" }]);
});

test("one process serves one event at a time; more events get more processes up to the limit, then wait", async () => {
  const source =
    "let busy = 0; export const handler = async () => { busy++; await new Promise((done) => setTimeout(done, 50)); return { pid: process.pid, atOnce: busy-- }; };";
  const emulator = await emulate(source, { maxEnvironments: 2 });
  const results = await Promise.all(Array.from({ length: 6 }, () => emulator.invoke({})));
  const payloads = results.map(({ payload }) => payload as { pid: number; atOnce: number });
  expect(payloads.map(({ atOnce }) => atOnce)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(new Set(payloads.map(({ pid }) => pid)).size).toBe(2);
});

test("an event over 6 MB is refused before the function sees it", async () => {
  const emulator = await emulate("export const handler = async (event) => event.length;");
  const atLimit = "x".repeat(6_291_456 - 2);
  expect(await emulator.invoke(atLimit)).toEqual({ payload: atLimit.length });
  await expect(emulator.invoke(`${atLimit}x`)).rejects.toMatchObject({
    name: "InvocationRefused",
    status: 413,
    message: "6291457 byte payload is too large for the RequestResponse invocation type (limit 6291456 bytes)",
  });
});

test("a result over 6 MB is a function error, and the process lives on", async () => {
  const emulator = await emulate("export const handler = async (event) => 'x'.repeat(event.length);");
  const atLimit = 6_291_556 - 2;
  expect(((await emulator.invoke({ length: atLimit })).payload as string).length).toBe(atLimit);
  expect(await emulator.invoke({ length: atLimit + 1 })).toEqual({
    functionError: "Unhandled",
    payload: {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size (6291557 bytes) exceeded maximum allowed payload size (6291556 bytes).",
    },
  });
  expect(await emulator.invoke({ length: 1 })).toEqual({ payload: "x" });
});

test("a function that fails while it loads says so, with its last log lines", async () => {
  const message = await failing("console.log('loading the model'); throw new Error('the model is not there');");
  expect(message).toMatch(
    /^The function modelport did not start: the model is not there \(Error\)\.\nIts last log lines:\n {2}loading the model\n {2}Error: the model is not there\n/,
  );
});

test("a process that ends while it loads says how", async () => {
  expect(await failing("console.log('bye'); process.exit(7);")).toBe(
    "The function modelport did not start: the process ended before it was ready (exit status 7) (Runtime.ExitError).\nIts last log lines:\n  bye",
  );
});

test("a handler that is not there is named", async () => {
  expect((await failing("export const other = 1;")).split("\n")[0]).toBe(
    "The function modelport did not start: index.handler is undefined or not exported (Runtime.HandlerNotFound).",
  );
});

test("init has a limit of its own", async () => {
  expect(await failing("await new Promise((done) => setTimeout(done, 60_000));", { initSeconds: 0.3 })).toBe(
    "The function modelport did not start: the init phase took longer than Lambda's limit of 0.3 seconds (Sandbox.Timedout).",
  );
});

test("stop leaves no process and no folder", async () => {
  const emulator = await startLambdaEmulator({
    zipPath: (await lambdaZip("export const handler = async () => process.env.LAMBDA_TASK_ROOT;")).path,
  });
  const [pid = -1] = emulator.pids;
  const { payload } = await emulator.invoke({});
  expect(existsSync(payload as string)).toBe(true);
  await emulator.stop();
  expect(startIdentity(pid)).toBeUndefined();
  expect(existsSync(payload as string)).toBe(false);
});
