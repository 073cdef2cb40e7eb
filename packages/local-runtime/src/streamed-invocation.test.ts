import { expect, onTestFinished, test } from "vitest";
import { lambdaZip } from "../fixtures/artifacts.ts";
import { startLambdaEmulator, type LambdaEmulator, type LambdaEmulatorOptions } from "./lambda-emulator.ts";
import { startIdentity } from "./process-identity.ts";

/** `body` is the code of a streaming handler, with event, stream and context. */
async function emulate(body: string, options: LambdaEmulatorOptions = {}): Promise<LambdaEmulator> {
  const source = `
    import { once } from "node:events";
    import { setTimeout as sleep } from "node:timers/promises";
    let calls = 0;
    export const handler = awslambda.streamifyResponse(async (event, stream, context) => { calls++; ${body} });`;
  const emulator = await startLambdaEmulator({ zipPath: (await lambdaZip(source)).path, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(body)).toString("utf8");
}

test("the first piece is there while the function still runs", async () => {
  const emulator = await emulate(
    "stream.setContentType('text/csv'); stream.write('first'); await sleep(event.ms); stream.end('last');",
  );
  const { contentType, body, failure } = await emulator.invokeStream({ ms: 1000 });
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  const firstAt = performance.now();
  expect([contentType, Buffer.from(first.value ?? []).toString("utf8")]).toEqual(["text/csv", "first"]);
  expect(Buffer.from((await pieces.next()).value ?? []).toString("utf8")).toBe("last");
  expect(performance.now() - firstAt).toBeGreaterThan(500);
  expect(await pieces.next()).toEqual({ done: true });
  expect(await failure).toBeUndefined();
});

test("an environment that streams takes no other event until its stream has ended", async () => {
  const emulator = await emulate("stream.write('.'); await sleep(200); stream.end(String(calls));", {
    maxEnvironments: 1,
  });
  const [first, second] = await Promise.all(
    [emulator.invokeStream({}), emulator.invokeStream({})].map(async (one) => textOf((await one).body)),
  );
  expect(new Set([first, second])).toEqual(new Set([".1", ".2"]));
});

test("invoked without streaming, the pieces are gathered, and are JSON where they are JSON", async () => {
  const emulator = await emulate("stream.write('[1,'); await sleep(20); stream.end('2]');");
  expect(await emulator.invoke({})).toEqual({ payload: [1, 2] });
});

test("a function that does not stream answers in one piece", async () => {
  const { path } = await lambdaZip(
    "export const handler = async (event) => { if (event.bad) throw new Error('no'); return { a: 1 }; };",
  );
  const emulator = await startLambdaEmulator({ zipPath: path });
  onTestFinished(() => emulator.stop());
  const good = await emulator.invokeStream({});
  expect([good.contentType, await textOf(good.body), await good.failure]).toEqual([
    "application/json",
    '{"a":1}',
    undefined,
  ]);
  const bad = await emulator.invokeStream({ bad: true });
  expect([await textOf(bad.body), (await bad.failure)?.functionError]).toEqual(["", "Unhandled"]);
});

test("an error in the middle comes after what was written, and the process lives on", async () => {
  const emulator = await emulate(
    "stream.write('half'); await sleep(20); if (event.bad) throw new RangeError('no such thing'); stream.end(String(process.pid));",
  );
  const { body, failure } = await emulator.invokeStream({ bad: true });
  expect(await textOf(body)).toBe("half");
  expect(await failure).toEqual({
    functionError: "Unhandled",
    payload: { errorType: "RangeError", errorMessage: "no such thing", trace: expect.any(Array) },
  });
  expect(await emulator.invoke({ bad: true })).toMatchObject({ functionError: "Unhandled" });
  expect(await textOf((await emulator.invokeStream({})).body)).toBe(`half${emulator.pids[0]}`);
});

test("a handler that returns without ending its stream has failed", async () => {
  const emulator = await emulate("stream.write('half');");
  const { body, failure } = await emulator.invokeStream({});
  expect(await textOf(body)).toBe("half");
  expect((await failure)?.payload).toMatchObject({
    errorType: "Error",
    errorMessage: "Response stream is not finished.",
  });
});

test("a crash in the middle says why", async () => {
  const emulator = await emulate(
    "stream.write('half'); if (event.exit) setTimeout(() => process.exit(3), 20); else setTimeout(() => { throw new TypeError('lost'); }, 20); await new Promise(() => {});",
  );
  const thrown = await emulator.invokeStream({});
  expect(await textOf(thrown.body)).toBe("half");
  expect((await thrown.failure)?.payload).toMatchObject({ errorType: "TypeError", errorMessage: "lost" });
  const exited = await emulator.invokeStream({ exit: true });
  expect(await textOf(exited.body)).toBe("half");
  expect((await exited.failure)?.payload).toEqual({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/),
  });
});

test("at the timeout the process is killed in the middle of its stream, and the next event gets a fresh one", async () => {
  const emulator = await emulate("stream.write('half'); if (event.hang) await new Promise(() => {}); stream.end();", {
    timeoutSeconds: 0.5,
  });
  const [first = -1] = emulator.pids;
  const { body, failure } = await emulator.invokeStream({ hang: true });
  expect(await textOf(body)).toBe("half");
  expect((await failure)?.payload).toMatchObject({ errorType: "Sandbox.Timedout" });
  expect(startIdentity(first)).toBeUndefined();
  expect(await textOf((await emulator.invokeStream({})).body)).toBe("half");
});

const WRITE_MANY = `
  const piece = Buffer.alloc(65_536, 'x');
  let waited = 0;
  for (let left = event.bytes; left > 0; left -= piece.length)
    if (!stream.write(piece.subarray(0, left))) { waited++; await once(stream, 'drain'); }
  console.log('waited', waited > 0);
  stream.end();`;

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const piece of body) bytes += piece.byteLength;
  return bytes;
}

test("more than 6 MB pass, slower from there on, and only where they are streamed", async () => {
  const lines: string[] = [];
  const emulator = await emulate(WRITE_MANY, { log: (line) => void lines.push(line) });
  const bytes = 8_000_000;
  const startedAt = performance.now();
  const { body, failure } = await emulator.invokeStream({ bytes });
  expect([await bytesOf(body), await failure]).toEqual([bytes, undefined]);
  // 1.7 MB at 2 MB a second.
  expect(performance.now() - startedAt).toBeGreaterThan(((bytes - 6_291_456) / 2_097_152) * 1000 - 50);
  expect(lines).toEqual(["waited true"]);
  expect(await emulator.invoke({ bytes })).toEqual({
    functionError: "Unhandled",
    payload: {
      errorType: "Function.ResponseSizeTooLarge",
      errorMessage: "Response payload size (8000000 bytes) exceeded maximum allowed payload size (6291556 bytes).",
    },
  });
}, 30_000);

test("who stops reading does not stop the function", async () => {
  const emulator = await emulate(`${WRITE_MANY} `, { maxEnvironments: 1 });
  const { body, failure } = await emulator.invokeStream({ bytes: 3_000_000 });
  for await (const _ of body) break;
  expect(await failure).toBeUndefined();
  expect(await bytesOf((await emulator.invokeStream({ bytes: 10 })).body)).toBe(10);
});
