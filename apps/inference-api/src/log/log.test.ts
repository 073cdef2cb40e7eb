import { expect, it } from "vitest";
import { createLogger } from "./log.ts";

function logged(level: string) {
  const lines: string[] = [];
  return { log: createLogger(level, (line) => void lines.push(line)), lines };
}

it("writes one JSON object a line: level, time, the values, the message", () => {
  const { log, lines } = logged("info");
  const before = Date.now();
  log.info({ request_id: "r-1", route: '/"quoted"', status: 200 }, "request");
  log.warn({}, "no values");
  const [first = "", second = ""] = lines;
  expect(first).toMatch(
    /^\{"level":"info","time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","request_id":"r-1","route":"\/\\"quoted\\"","status":200,"message":"request"\}\n$/,
  );
  expect(JSON.parse(second)).toEqual({ level: "warn", time: expect.any(String) as string, message: "no values" });
  const { time } = JSON.parse(first) as { time: string };
  expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(time)).toBeLessThanOrEqual(Date.now());
});

it("writes what is as grave as its level or graver", () => {
  const write = (level: string) => {
    const { log, lines } = logged(level);
    for (const name of ["debug", "info", "warn", "error"] as const) log[name]({}, name);
    return lines.map((line) => (JSON.parse(line) as { level: string }).level);
  };
  expect(write("trace")).toEqual(["debug", "info", "warn", "error"]);
  expect(write("warn")).toEqual(["warn", "error"]);
  expect(write("fatal")).toEqual([]);
  expect(write("silent")).toEqual([]);
});

it("shows of an error its type, message, stack and cause", () => {
  const { log, lines } = logged("info");
  const error = new TypeError("It broke.", { cause: new Error("Because of that.") });
  log.error({ err: error, request_id: "r-1" }, "request failed");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "error",
    err: { type: "TypeError", message: "It broke.", stack: error.stack, cause: { message: "Because of that." } },
    request_id: "r-1",
    message: "request failed",
  });
});
