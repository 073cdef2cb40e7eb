// The front as a Function URL with InvokeMode RESPONSE_STREAM.
import { request } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { lambdaZip } from "../fixtures/artifacts.ts";
import { startLambdaEmulator } from "./lambda-emulator.ts";
import { serveLambda } from "./serve-lambda.ts";

const STREAMING = `
import { setTimeout as sleep } from "node:timers/promises";
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  if (event.rawPath === "/early") throw new Error("secret detail");
  if (event.rawPath === "/plain") return void (stream.setContentType("text/x"), stream.end("no head"));
  if (event.rawPath === "/huge-head") event.headers.more = "x".repeat(20_000);
  const metadata = { statusCode: 418, headers: { "content-type": "text/csv", "x-method": event.requestContext.http.method, ...event.headers }, cookies: ["a=1", "b=2"] };
  const http = awslambda.HttpResponseStream.from(stream, metadata);
  if (event.rawPath === "/empty") return void (http.write(""), http.end());
  http.write("first");
  if (event.rawPath === "/late") await sleep(20).then(() => { throw new Error("secret detail"); });
  if (event.rawPath === "/hang") await new Promise(() => {});
  await sleep(Number(event.rawQueryString));
  console.log("wrote all");
  http.end("last");
});
`;

async function open() {
  const lines: string[] = [];
  const zipPath = (await lambdaZip(STREAMING)).path;
  const emulator = await startLambdaEmulator({
    zipPath,
    timeoutSeconds: 2,
    maxEnvironments: 1,
    log: (line) => void lines.push(line),
  });
  const front = await serveLambda({ emulator, port: 0, invokeMode: "RESPONSE_STREAM" });
  onTestFinished(async () => {
    await front.close();
    await emulator.stop();
  });
  return { url: `http://127.0.0.1:${front.port}`, lines };
}

test("status, headers and cookies come first, then each piece while the function runs", async () => {
  const { url } = await open();
  const response = await fetch(`${url}/?1000`, { method: "PUT" });
  expect([response.status, response.headers.get("content-type"), response.headers.get("x-method")]).toEqual([
    418,
    "text/csv",
    "PUT",
  ]);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("transfer-encoding")).toBe("chunked");
  const pieces: { text: string; at: number }[] = [];
  for await (const piece of response.body ?? []) {
    pieces.push({ text: Buffer.from(piece).toString("utf8"), at: performance.now() });
  }
  expect(pieces.map(({ text }) => text)).toEqual(["first", "last"]);
  expect((pieces[1]?.at ?? 0) - (pieces[0]?.at ?? 0)).toBeGreaterThan(500);
});

test("an answer without a body, and one to HEAD, end", async () => {
  const { url } = await open();
  const empty = await fetch(`${url}/empty`);
  expect([empty.status, await empty.text()]).toEqual([418, ""]);
  const head = await fetch(`${url}/?0`, { method: "HEAD" });
  expect([head.status, head.headers.get("x-method"), await head.text()]).toEqual([418, "HEAD", ""]);
});

test("a function that streams without a head is a 200 with what it wrote", async () => {
  const response = await fetch(`${(await open()).url}/plain`);
  expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([
    200,
    "text/x",
    "no head",
  ]);
});

test("a failure before the head, or a head that is too large, is a 502 that tells nothing of it", async () => {
  const { url } = await open();
  for (const path of ["/early", "/huge-head"]) {
    const response = await fetch(url + path);
    expect([response.status, await response.text()]).toEqual([502, '{"Message":"Internal Server Error"}']);
  }
});

test("a failure in the middle, and the timeout, cut the connection after what was written", async () => {
  const { url } = await open();
  for (const path of ["/late", "/hang"]) {
    const response = await fetch(url + path);
    expect(response.status).toBe(418);
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString("utf8")).toBe("first");
    await expect(reader?.read()).rejects.toThrow("terminated");
  }
  expect(await (await fetch(`${url}/?0`)).text()).toBe("firstlast");
});

test("a client that goes away does not stop the function", async () => {
  const { url, lines } = await open();
  await new Promise<void>((resolve, reject) => {
    const outgoing = request(`${url}/?200`, (incoming) => {
      incoming.once("data", () => {
        outgoing.destroy();
        resolve();
      });
      incoming.on("error", () => undefined);
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
  // One environment: the next answer comes after the function has written all of the first.
  expect(await (await fetch(`${url}/?0`)).text()).toBe("firstlast");
  // The log is another pipe than the answer's.
  await expect.poll(() => lines).toEqual(["wrote all", "wrote all"]);
});
