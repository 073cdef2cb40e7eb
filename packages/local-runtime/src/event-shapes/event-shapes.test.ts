import { expect, test } from "vitest";
import { eventShapes, type EventShapeName, type ShapeRequest } from "./index.ts";

const request: ShapeRequest = {
  method: "POST",
  path: "/api/v1/predict%20x",
  query: "explain=true&tag=a%20b&tag=c",
  headers: [
    ["Content-Type", "application/json"],
    ["X-Trace", "one"],
    ["x-trace", "two"],
    ["Cookie", "a=1; b=2"],
    ["User-Agent", "test"],
  ],
  body: '{"país":"España"}',
};
const binary = Uint8Array.from([0, 255, 128, 10]);
const shapes = Object.keys(eventShapes) as EventShapeName[];
const proxies = shapes.filter((name) => name !== "direct");

const eventOf = (name: EventShapeName, overrides: Partial<ShapeRequest> = {}) =>
  eventShapes[name].toEvent({ ...request, ...overrides }) as Record<string, unknown>;

test("a Function URL event joins headers and query values, and lists cookies", () => {
  expect(eventOf("function-url")).toEqual({
    version: "2.0",
    routeKey: "$default",
    rawPath: "/api/v1/predict%20x",
    rawQueryString: "explain=true&tag=a%20b&tag=c",
    cookies: ["a=1", "b=2"],
    headers: { "content-type": "application/json", "x-trace": "one,two", "user-agent": "test" },
    queryStringParameters: { explain: "true", tag: "a b,c" },
    requestContext: {
      accountId: "anonymous",
      apiId: "local",
      domainName: "local.lambda-url.us-east-1.on.aws",
      domainPrefix: "local",
      http: {
        method: "POST",
        path: "/api/v1/predict%20x",
        protocol: "HTTP/1.1",
        sourceIp: "127.0.0.1",
        userAgent: "test",
      },
      requestId: expect.any(String),
      routeKey: "$default",
      stage: "$default",
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: expect.any(Number),
    },
    body: '{"país":"España"}',
    isBase64Encoded: false,
  });
});

test("an HTTP API event is the same but for where it came from", () => {
  expect(eventOf("http-api-v2")).toMatchObject({
    version: "2.0",
    requestContext: { accountId: "000000000000", domainName: "local.execute-api.us-east-1.amazonaws.com" },
  });
});

test("a REST API event has the last value and all values, and nulls", () => {
  expect(eventOf("rest-v1")).toMatchObject({
    httpMethod: "POST",
    path: "/api/v1/predict%20x",
    headers: { "x-trace": "two", cookie: "a=1; b=2" },
    multiValueHeaders: { "x-trace": ["one", "two"], "content-type": ["application/json"] },
    queryStringParameters: { explain: "true", tag: "c" },
    multiValueQueryStringParameters: { explain: ["true"], tag: ["a b", "c"] },
    body: '{"país":"España"}',
  });
  expect(eventOf("rest-v1", { query: "", body: undefined })).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    body: null,
    isBase64Encoded: false,
  });
});

test("a load balancer's event has one kind of headers only, and a query as it was sent", () => {
  const single = eventOf("alb");
  expect(single).toMatchObject({
    requestContext: { elb: { targetGroupArn: expect.stringContaining("targetgroup/") } },
    headers: { "x-trace": "two" },
    queryStringParameters: { explain: "true", tag: "c" },
  });
  expect(single).not.toHaveProperty("multiValueHeaders");
  const multi = eventOf("alb-multi-value");
  expect(multi).toMatchObject({
    multiValueHeaders: { "x-trace": ["one", "two"] },
    multiValueQueryStringParameters: { explain: ["true"], tag: ["a%20b", "c"] },
  });
  expect(multi).not.toHaveProperty("headers");
  expect(eventOf("alb", { body: undefined })["body"]).toBe("");
});

test("a direct invocation's event is the body, and its payload the answer", () => {
  expect(eventShapes.direct.toEvent({ ...request, body: '{"age": 35}' })).toEqual({ age: 35 });
  const answer = eventShapes.direct.fromResult({ churn_probability: 0.5 });
  expect([answer.status, new TextDecoder().decode(answer.body)]).toEqual([200, '{"churn_probability":0.5}']);
  expect(eventShapes.direct.fromResult({ type: "about:blank", status: 422 }).status).toBe(422);
});

test.each(proxies)("%s: binary, compressed and broken text arrive as base64, byte for byte", (name) => {
  const cases: [string, Record<string, string>, Uint8Array][] = [
    ["binary", { "content-type": "application/octet-stream" }, binary],
    ["no type", {}, new TextEncoder().encode("{}")],
    ["compressed", { "content-type": "application/json", "content-encoding": "gzip" }, binary],
    ["not UTF-8", { "content-type": "application/json" }, binary],
  ];
  for (const [title, headers, body] of cases) {
    const event = eventOf(name, { headers, body });
    expect(event["isBase64Encoded"], title).toBe(true);
    expect(new Uint8Array(Buffer.from(String(event["body"]), "base64")), title).toEqual(body);
  }
});

test.each(proxies)("%s: a text and a base64 result come back as bytes", (name) => {
  const text = eventShapes[name].fromResult({ statusCode: 201, body: "¡hola!" });
  expect([text.status, new TextDecoder().decode(text.body)]).toEqual([201, "¡hola!"]);
  const encoded = Buffer.from(binary).toString("base64");
  expect(eventShapes[name].fromResult({ statusCode: 200, body: encoded, isBase64Encoded: true }).body).toEqual(binary);
});

test("cookies and headers of a result, by front", () => {
  const v2 = eventShapes["function-url"].fromResult({
    statusCode: 200,
    headers: { "X-Count": 2, "x-ok": true },
    cookies: ["a=1; Path=/", "b=2"],
  });
  expect(v2.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
  expect([v2.headers.get("x-count"), v2.headers.get("x-ok")]).toEqual(["2", "true"]);
  const multiValueHeaders = { "Set-Cookie": ["a=1", "b=2"], "X-List": ["one", "two"] };
  const rest = eventShapes["rest-v1"].fromResult({ statusCode: 200, headers: { "x-list": "lost" }, multiValueHeaders });
  expect([rest.headers.getSetCookie(), rest.headers.get("x-list")]).toEqual([["a=1", "b=2"], "one, two"]);
  const both = { statusCode: 200, headers: { "x-single": "1" }, multiValueHeaders };
  const albMulti = eventShapes["alb-multi-value"].fromResult(both);
  expect([albMulti.headers.getSetCookie(), albMulti.headers.has("x-single")]).toEqual([["a=1", "b=2"], false]);
  const albSingle = eventShapes.alb.fromResult(both);
  expect([albSingle.headers.getSetCookie(), albSingle.headers.get("x-single")]).toEqual([[], "1"]);
});

test("a payload without a status code is the body of a 200 for format 2.0, and a 502 for the others", () => {
  const answer = eventShapes["function-url"].fromResult({ hello: "world" });
  expect([answer.status, answer.headers.get("content-type"), new TextDecoder().decode(answer.body)]).toEqual([
    200,
    "application/json",
    '{"hello":"world"}',
  ]);
  for (const name of ["rest-v1", "alb", "alb-multi-value"] as const) {
    expect(eventShapes[name].fromResult({ hello: "world" }).status, name).toBe(502);
  }
  for (const name of proxies) expect(eventShapes[name].fromResult({ statusCode: "no number" }).status, name).toBe(502);
});
