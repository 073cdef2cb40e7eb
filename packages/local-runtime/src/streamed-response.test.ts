import { createServer, request, type ClientRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { isStreamed, streamedResponse, type StreamedResponse } from "./streamed-response.ts";

const LIMIT_BYTES = 10;

/** What a function posts and what is received of it. */
async function post(
  headers: Record<string, string> = {},
): Promise<{ sent: ClientRequest; received: StreamedResponse }> {
  const received = Promise.withResolvers<StreamedResponse>();
  const server = createServer((incoming, outgoing) => {
    if (!isStreamed(incoming)) return void outgoing.writeHead(400).end();
    const response = streamedResponse(incoming, LIMIT_BYTES);
    void response.ended.then(() => outgoing.end());
    received.resolve(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const sent = request({
    port,
    method: "POST",
    headers: { "lambda-runtime-function-response-mode": "streaming", trailer: "x", ...headers },
  });
  sent.on("error", () => undefined);
  sent.flushHeaders();
  return { sent, received: await received.promise };
}

const pieces = async ({ body }: StreamedResponse) => Buffer.concat(await Array.fromAsync(body)).toString("utf8");

test("what is over the limit is dropped, and how much came is said", async () => {
  const { sent, received } = await post();
  sent.write("0123456789");
  const first = pieces(received);
  setTimeout(() => sent.end("abc"), 20);
  expect([await first, await received.ended]).toEqual(["0123456789", { kind: "too-large", bytes: 13 }]);
});

test("as much as the limit allows is complete", async () => {
  const { sent, received } = await post({ "content-type": "text/csv" });
  sent.end("0123456789");
  expect([await pieces(received), await received.ended]).toEqual(["0123456789", { kind: "complete" }]);
  expect(received.contentType).toBe("text/csv");
});

test("a connection that is lost is a cut, whether somebody still reads or not", async () => {
  const reading = await post();
  reading.sent.write("012");
  const read = pieces(reading.received);
  setTimeout(() => reading.sent.destroy(), 20);
  expect([await read, await reading.received.ended]).toEqual(["012", { kind: "cut" }]);
  const left = await post();
  left.sent.write("012");
  for await (const _ of left.received.body) break;
  left.sent.destroy();
  expect(await left.received.ended).toEqual({ kind: "cut" });
});

test("a reader that is slower than the writer sees how it ended", async () => {
  const { sent, received } = await post();
  sent.addTrailers({
    "Lambda-Runtime-Function-Error-Type": "Error",
    "Lambda-Runtime-Function-Error-Body": Buffer.from("{}").toString("base64"),
  });
  sent.end("0");
  for await (const _ of received.body) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await received.ended).toEqual({ kind: "error", body: Buffer.from("{}") });
});
