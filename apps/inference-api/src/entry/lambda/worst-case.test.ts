// What the largest events cost before the app sees them: work that grows with the event and not with its square.
import { handle, type LambdaContext } from "hono/aws-lambda";
import type { Hono } from "hono";
import { eventShapes } from "@modelport/local-runtime";
import { expect, it } from "vitest";
import { readLambdaEvent } from "./event.ts";

const FIELDS = new Set(["age"]);
const adapter = handle({ fetch: () => Promise.resolve(new Response("")) } as unknown as Hono);

const filled = (unit: string, n: number) => unit.repeat(Math.ceil(n / unit.length));
const several = <T>(count: number, item: (i: number) => T) =>
  Array.from({ length: Math.ceil(count) }, (_, i) => item(i));
const members = (n: number, value: unknown) => Object.fromEntries(several(n / 16, (i) => [`member-${i}`, value]));

const request = { method: "POST", path: "/predict", query: "a=b", headers: { accept: "*/*" }, body: "{}" };
const changed =
  (shape: "function-url" | "rest-v1" | "alb-multi-value", changes: (n: number) => object) => (n: number) => ({
    ...(eventShapes[shape].toEvent(request) as object),
    ...changes(n),
  });

const events: Record<string, (n: number) => unknown> = {
  "base64 of padding": changed("function-url", (n) => ({ isBase64Encoded: true, body: filled("=", n) })),
  "base64 that ends badly": changed("function-url", (n) => ({
    isBase64Encoded: true,
    body: `${filled("AAAA", n)}AA!=`,
  })),
  "good base64": changed("rest-v1", (n) => ({ isBase64Encoded: true, body: filled("AAAA", n) })),
  "a long header": changed("function-url", (n) => ({ headers: { accept: filled("*/*;q=0.1, ", n) } })),
  "a header of spaces": changed("rest-v1", (n) => ({ headers: { accept: filled(" ", n) }, multiValueHeaders: null })),
  "many headers": changed("function-url", (n) => ({ headers: members(n, "x") })),
  "one header many times": changed("rest-v1", (n) => ({ multiValueHeaders: { accept: several(n / 4, () => "x") } })),
  "many cookies": changed("function-url", (n) => ({ cookies: several(n / 6, (i) => `a=${i}`) })),
  "cookies of an ALB": changed("alb-multi-value", (n) => ({
    multiValueHeaders: { cookie: several(n / 4, () => "a=b") },
  })),
  "a long query": changed("function-url", (n) => ({ rawQueryString: filled("a=%41&", n) })),
  "many parameters": changed("rest-v1", (n) => ({ multiValueQueryStringParameters: members(n, ["%", "x"]) })),
  "a long path": changed("function-url", (n) => ({ rawPath: filled("/a", n) })),
  "a long stage": changed("function-url", (n) => ({
    rawPath: filled("/a", n),
    requestContext: { stage: filled("a/", n), domainName: "x.execute-api.y", http: { method: "GET" } },
  })),
  "a long method": changed("rest-v1", (n) => ({ httpMethod: filled("A", n) })),
  "records of a queue": (n) => ({ Records: several(n / 32, () => ({ eventSource: "aws:sqs" })) }),
  "a long source": (n) => ({ source: filled("a.", n) }),
  "unknown members": (n) => members(n, 1),
  "an instance of unknown members": (n) => ({ age: 1, ...members(n, 1) }),
  "text as an instance": (n) => filled('{"', n),
};

it.each(Object.entries(events))("%s", async (_, make) => {
  let before = 0;
  for (const n of [64 * 1024, 256 * 1024, 1024 * 1024]) {
    const event = make(n);
    const began = process.threadCpuUsage().user;
    const input = readLambdaEvent(event, FIELDS);
    if (input.kind === "http") await adapter(input.event, {} as LambdaContext);
    const ms = (process.threadCpuUsage().user - began) / 1000;
    // Four times the event: four times the work, and sixteen times where it grows with the square.
    if (before > 0) expect(ms, `${n} characters after ${before} ms`).toBeLessThan(9 * Math.max(before, 40));
    before = ms;
  }
});
