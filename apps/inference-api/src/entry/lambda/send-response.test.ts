// The part of streaming that the packaged zip cannot show: a body that fails, and a runtime without the global.
import { PassThrough } from "node:stream";
import { afterEach, expect, it, vi } from "vitest";
import { type ResponseStream, sendResponse, streamifyResponse } from "./stream.ts";

afterEach(() => vi.unstubAllGlobals());

/** A stream as the runtime hands it out, which holds `highWaterMark` bytes, and the metadata that it was given. */
function responseStream(highWaterMark = 1024) {
  const given: unknown[] = [];
  const stream = Object.assign(new PassThrough({ highWaterMark }), { setContentType() {} });
  const from = (same: ResponseStream, metadata: unknown) => {
    given.push(metadata);
    return same;
  };
  vi.stubGlobal("awslambda", { streamifyResponse: (handler: unknown) => handler, HttpResponseStream: { from } });
  return { stream: stream as unknown as ResponseStream, readable: stream, given };
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("half");
  throw new Error("the model broke");
}

it("passes on what the body throws, behind what was sent, and leaves the end to the runtime", async () => {
  const { stream, readable } = responseStream();
  await expect(sendResponse(new Response(ReadableStream.from(failing())), stream)).rejects.toThrow("the model broke");
  expect([String(readable.read()), readable.writableEnded]).toEqual(["half", false]);
});

it("takes no further piece before the one before has left", async () => {
  let made = 0;
  async function* pieces() {
    for (; made < 10; made += 1) yield Buffer.alloc(100);
  }
  const { stream, readable } = responseStream(250);
  const sent = sendResponse(new Response(ReadableStream.from(pieces())), stream);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const before = made;
  expect(before).toBeLessThan(10);
  const chunks = await Array.fromAsync(readable as AsyncIterable<Buffer>);
  await sent;
  expect([made, Buffer.concat(chunks).length]).toEqual([10, 1000]);
});

it("sends status, headers and each cookie apart", async () => {
  const { stream, given } = responseStream();
  const headers = new Headers({ "X-A": "1", "Set-Cookie": "a=1" });
  headers.append("Set-Cookie", "b=2");
  await sendResponse(new Response(null, { status: 204, headers }), stream);
  expect(given).toEqual([{ statusCode: 204, headers: { "x-a": "1" }, cookies: ["a=1", "b=2"] }]);
});

it("says what is missing where the runtime has no global to stream with", async () => {
  const handler = streamifyResponse(() => Promise.resolve());
  await expect(handler({}, {} as ResponseStream, {})).rejects.toThrow(
    "index.stream needs the global awslambda, which AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA takes away: unset it, or use index.handler.",
  );
});
