// What Hono relies on behaves like Node's own; the contract suite tests the rest through the Lambda zip.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useLightHttp } from "./light-http.ts";

const own = { Headers: globalThis.Headers, Request: globalThis.Request, Response: globalThis.Response };
const kinds = ["node", "light"] as const;
const classes: Record<(typeof kinds)[number], typeof own> = { node: own, light: own };
beforeAll(() => {
  useLightHttp();
  classes.light = { Headers: globalThis.Headers, Request: globalThis.Request, Response: globalThis.Response };
  Object.assign(globalThis, own);
});
afterAll(() => Object.assign(globalThis, own));

describe.each(kinds)("%s", (kind) => {
  it("joins values of a name, keeps cookies apart, and ignores case", () => {
    const headers = new classes[kind].Headers({ "X-A": "1", "Set-Cookie": "a=1" });
    headers.append("x-a", "2");
    headers.append("set-cookie", "b=2");
    headers.set("B", " padded ");
    headers.delete("none");
    expect(headers.get("X-a")).toBe("1, 2");
    expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect([headers.get("b"), headers.has("B"), headers.get("c")]).toEqual(["padded", true, null]);
    expect(Object.fromEntries(new classes[kind].Headers(headers))["x-a"]).toBe("1, 2");
  });

  it("refuses a line break in a value", () => {
    expect(() => new classes[kind].Headers({ a: "b\r\nset-cookie: c" })).toThrow(TypeError);
  });

  it("reads a body as text, bytes and stream", async () => {
    const request = () => new classes[kind].Request("http://x/", { method: "POST", body: "né" });
    expect(await request().text()).toBe("né");
    expect((await request().arrayBuffer()).byteLength).toBe(3);
    const chunks = await Array.fromAsync(request().body ?? []);
    expect(Buffer.concat(chunks).toString("utf8")).toBe("né");
    expect(request().signal.aborted).toBe(false);
  });

  it("takes over a request with another body", async () => {
    const first = new classes[kind].Request("http://x/a", { method: "POST", headers: { a: "1" }, body: "one" });
    const second = new classes[kind].Request(first, { body: "two" });
    expect([second.url, second.method, second.headers.get("a"), await second.text()]).toEqual([
      "http://x/a",
      "POST",
      "1",
      "two",
    ]);
  });

  it("answers text, streams and nothing", async () => {
    const { Response } = classes[kind];
    const text = new Response("x", { status: 201, headers: { a: "1" } });
    expect([text.status, text.ok, text.headers.get("content-type")]).toEqual([201, true, "text/plain;charset=UTF-8"]);
    expect(await new Response(text.body, text).text()).toBe("x");
    expect(await new Response(ReadableStream.from([Buffer.from("a"), Buffer.from("b")])).text()).toBe("ab");
    expect([new Response(null).body, await new Response().text()]).toEqual([null, ""]);
  });
});
