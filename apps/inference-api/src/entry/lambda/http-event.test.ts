import { eventShapes } from "@modelport/local-runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readLambdaEvent } from "./event.ts";

type Event = Record<string, unknown> & { requestContext: Record<string, unknown> };

const request = {
  method: "POST",
  path: "/api/v1/predict",
  query: "explain=true",
  headers: { cookie: "a=1" },
  body: "{}",
};
const eventOf = (shape: keyof typeof eventShapes) => eventShapes[shape].toEvent(request) as Event;
const read = (event: unknown) => readLambdaEvent(event, new Set(["age"]));

const SHAPES = ["function-url", "http-api-v2", "rest-v1", "alb", "alb-multi-value"] as const;

it.each(SHAPES)("a sound event of %s is HTTP", (shape) => {
  expect(read(eventOf(shape)).kind).toBe("http");
});

const METHOD = "The event's method is missing or is not an HTTP method.";
const PATH = 'The event\'s path is missing or does not begin with "/".';
const CONTEXT = "The event has no requestContext, which every HTTP event has.";
const wrong = (member: string) => `${member} of the event is not what an HTTP event has there.`;

describe.each(["function-url", "rest-v1", "alb-multi-value"] as const)("a malformed event of %s", (shape) => {
  it.each<[title: string, changes: Record<string, unknown>, fault: string]>([
    ["null as requestContext", { requestContext: null }, CONTEXT],
    ["text as requestContext", { requestContext: "x" }, CONTEXT],
    ["a list as requestContext", { requestContext: [] }, CONTEXT],
    ["no path", { rawPath: null, path: null }, PATH],
    ["a number as path", { rawPath: 1, path: 1 }, PATH],
    ["a relative path", { rawPath: "predict", path: "predict" }, PATH],
    ["an object as body", { body: { age: 35 } }, wrong("body")],
    ["a number as isBase64Encoded", { isBase64Encoded: 1 }, wrong("isBase64Encoded")],
    [
      "base64 that is none",
      { isBase64Encoded: true, body: "%%%%" },
      "The event's body is marked as base64 and is not.",
    ],
    ["base64 cut off", { isBase64Encoded: true, body: "e30" }, "The event's body is marked as base64 and is not."],
    ["text as headers", { headers: "a: b" }, wrong("headers")],
    ["a number as a header", { headers: { accept: 1 } }, wrong("headers")],
    ["a line break in a header", { headers: { accept: "a\r\nb: c" } }, wrong("headers")],
    ["a header's name with a space", { headers: { "a b": "c" } }, wrong("headers")],
    ["text in multiValueHeaders", { multiValueHeaders: { accept: "a" } }, wrong("multiValueHeaders")],
    ["text as cookies", { cookies: "a=1" }, wrong("cookies")],
    ["a list as the query", { queryStringParameters: ["a"] }, wrong("queryStringParameters")],
    [
      "text in the query's lists",
      { multiValueQueryStringParameters: { a: "b" } },
      wrong("multiValueQueryStringParameters"),
    ],
  ])("%s is named", (_title, changes, fault) => {
    expect(read({ ...eventOf(shape), ...changes })).toEqual({ kind: "malformed", fault });
  });
});

it("names a missing or an impossible method, wherever the event has it", () => {
  const url = eventOf("function-url");
  const { requestContext } = url;
  expect(read({ ...url, requestContext: { ...requestContext, http: null } })).toEqual({
    kind: "malformed",
    fault: METHOD,
  });
  expect(read({ ...url, requestContext: { ...requestContext, http: { method: "GET / HTTP/1.1" } } })).toEqual({
    kind: "malformed",
    fault: METHOD,
  });
  expect(read({ ...eventOf("rest-v1"), httpMethod: 7 })).toEqual({ kind: "malformed", fault: METHOD });
  expect(read({ ...eventOf("alb"), httpMethod: "" })).toEqual({ kind: "malformed", fault: METHOD });
});

it("refuses the connection of a WebSocket API, and an event that was written by hand without its context", () => {
  const socket = {
    requestContext: { eventType: "CONNECT", connectionId: "x", routeKey: "$connect" },
    isBase64Encoded: false,
  };
  expect(read(socket)).toEqual({ kind: "malformed", fault: METHOD });
  expect(read({ httpMethod: "POST", path: "/predict", body: "{}" })).toEqual({ kind: "malformed", fault: CONTEXT });
});

describe("the path", () => {
  const pathOf = (event: Event) => {
    const input = read(event);
    if (input.kind !== "http") throw new Error(input.kind);
    return "rawPath" in input.event ? input.event.rawPath : (input.event as { path: string }).path;
  };
  const staged = (stage: string, rawPath: string) => {
    const event = eventOf("http-api-v2");
    return { ...event, rawPath, requestContext: { ...event.requestContext, stage } };
  };

  it("loses the stage of an HTTP API, once", () => {
    expect(pathOf(staged("prod", "/prod/api/v1/predict"))).toBe("/api/v1/predict");
    expect(pathOf(staged("v2", "/v2/v2/health"))).toBe("/v2/health");
    expect(pathOf(staged("prod", "/prod"))).toBe("/");
    expect(pathOf(staged("prod", "/production"))).toBe("/production");
    expect(pathOf(staged("$default", "/api/v1/predict"))).toBe("/api/v1/predict");
    const rest = eventOf("rest-v1");
    const requestContext = { ...rest.requestContext, stage: "prod" };
    expect(pathOf({ ...rest, version: "1.0", path: "/prod/health", requestContext })).toBe("/health");
  });

  it("stays as it is elsewhere", () => {
    const rest = eventOf("rest-v1");
    expect(pathOf({ ...rest, path: "/local/x", requestContext: { ...rest.requestContext, stage: "local" } })).toBe(
      "/local/x",
    );
    const own = staged("prod", "/prod/x");
    expect(pathOf({ ...own, requestContext: { ...own.requestContext, domainName: "churn.example.com" } })).toBe(
      "/prod/x",
    );
  });
});

it("never throws, whatever stands where", () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: false });
  const members = fc.dictionary(
    fc.constantFrom(
      "requestContext",
      "headers",
      "multiValueHeaders",
      "body",
      "rawPath",
      "path",
      "cookies",
      "Records",
      "httpMethod",
      "isBase64Encoded",
      "source",
      "age",
    ),
    anything,
  );
  fc.assert(
    fc.property(
      fc.oneof(
        anything,
        members,
        members.map((changes) => ({ ...eventOf("rest-v1"), ...changes })),
      ),
      (event) => {
        const json: unknown = JSON.parse(JSON.stringify(event) ?? "null");
        expect(["http", "malformed", "ping", "instance", "unclear", "foreign"]).toContain(read(json).kind);
      },
    ),
  );
});
