import { expect, onTestFinished, test } from "vitest";
import { lambdaZip } from "../fixtures/artifacts.ts";
import { startLambdaEmulator } from "./lambda-emulator.ts";
import { serveLambda } from "./serve-lambda.ts";

const ECHO = `
export const handler = async (event) => {
  if (event.rawPath === "/throw") throw new Error("secret detail");
  if (event.rawPath === "/binary") return { statusCode: 200, headers: { "content-type": "image/x" }, body: "AP+ACg==", isBase64Encoded: true };
  return {
    statusCode: 418,
    headers: { "content-type": "application/json", "x-count": 2, "content-length": "999" },
    cookies: ["a=1", "b=2"],
    body: JSON.stringify({ method: event.requestContext.http.method, path: event.rawPath, query: event.rawQueryString, header: event.headers["x-own"], cookies: event.cookies, body: event.body, base64: event.isBase64Encoded }),
  };
};
`;

async function open(): Promise<string> {
  const emulator = await startLambdaEmulator({ zipPath: (await lambdaZip(ECHO)).path });
  const front = await serveLambda({ emulator, port: 0 });
  onTestFinished(async () => {
    await front.close();
    await emulator.stop();
  });
  return `http://127.0.0.1:${front.port}`;
}

test("HTTP goes in as an event and comes out as the result says", async () => {
  const url = await open();
  const response = await fetch(`${url}/a/b%20c?x=1&x=2`, {
    method: "PUT",
    headers: { "x-own": "yes", cookie: "c=3; d=4", "content-type": "text/csv" },
    body: "a,b\n",
  });
  expect(response.status).toBe(418);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(response.headers.get("x-count")).toBe("2");
  expect(await response.json()).toEqual({
    method: "PUT",
    path: "/a/b%20c",
    query: "x=1&x=2",
    header: "yes",
    cookies: ["c=3", "d=4"],
    body: "a,b\n",
    base64: false,
  });
  const head = await fetch(`${url}/head`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([418, ""]);
});

test("binary answers arrive as bytes, and binary requests as base64", async () => {
  const url = await open();
  const answer = await fetch(`${url}/binary`);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(Uint8Array.from([0, 255, 128, 10]));
  const sent = await fetch(`${url}/echo`, { method: "POST", body: Uint8Array.from([0, 255, 128, 10]) });
  expect(await sent.json()).toMatchObject({ body: "AP+ACg==", base64: true });
});

test("a function error is a 502 that tells nothing of it", async () => {
  const response = await fetch(`${await open()}/throw`);
  expect([response.status, await response.text()]).toEqual([502, '{"Message":"Internal Server Error"}']);
});

test("a request over 6 MB is a 413, as is one that base64 makes larger than that", async () => {
  const url = await open();
  const send = (size: number, type: string) =>
    fetch(url, { method: "POST", headers: { "content-type": type }, body: Buffer.alloc(size, "x") });
  for (const response of [await send(7_000_000, "text/plain"), await send(5_000_000, "application/octet-stream")]) {
    expect([response.status, await response.text()]).toEqual([413, '{"Message":"Request Entity Too Large"}']);
  }
  expect((await send(5_000_000, "text/plain")).status).toBe(418);
});
