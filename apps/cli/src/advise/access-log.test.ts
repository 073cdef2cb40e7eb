// What an access log says about the traffic, in each format that is read.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { gzipSync } from "node:zlib";
import { peakFactorOf } from "@modelport/advising";
import { expect, it, vi } from "vitest";
import { run } from "../cli.ts";
import { modelportHere, temporaryFolder } from "../under-test.testing.ts";
import { timeOf } from "./access-log-time.ts";
import { trafficOf } from "./access-log-traffic.ts";
import { type AccessCounts, HOUR_MS, hourOfWeek, HOURS_PER_WEEK } from "./access-log.ts";

vi.setConfig({ testTimeout: 60_000 });

// The lines are made up; their formats are those of the vendors' documentation.
it.each([
  ["common", '127.0.0.1 - frank [10/Oct/2026:13:55:36 -0700] "GET /predict HTTP/1.1" 200 2326', "2026-10-10T20:55:36Z"],
  [
    "combined, with a date in the request",
    '::1 - - [01/Nov/2026:00:00:00 +0530] "GET /?day=2025-01-01T00:00:00Z HTTP/1.1" 200 5 "-" "curl/8"',
    "2026-10-31T18:30:00Z",
  ],
  [
    "of an Application Load Balancer",
    'h2 2026-07-02T22:23:00.186641Z app/my-lb/50dc 192.0.2.1:2817 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET https://x:443/ HTTP/2.0" "-" - - arn:aws:x "Root=1" "-" "-" 0 2026-07-02T22:22:48.364000Z "forward"',
    "2026-07-02T22:23:00Z",
  ],
  ["of CloudFront", "2026-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET", "2026-12-04T21:02:31Z"],
  ["CSV", "42,2026-12-04 21:02:31.5+01:00,200", "2026-12-04T20:02:31Z"],
  ["JSON with an ISO time", '{"level":"info","time":"2026-12-04T21:02:31.123Z"}', "2026-12-04T21:02:31.123Z"],
  ["JSON of Google Cloud", '{"httpRequest":{},"timestamp":"2026-12-04T21:02:31Z"}', "2026-12-04T21:02:31Z"],
  ["JSON of API Gateway", '{"requestTime":"04/Dec/2026:21:02:31 +0000"}', "2026-12-04T21:02:31Z"],
  ["JSON of Caddy, in seconds", '{"ts":1796418151.5}', "2026-12-04T21:02:31.500Z"],
  ["JSON of pino, in milliseconds", '{"time":1796418151500}', "2026-12-04T21:02:31.500Z"],
  ["JSON of nginx, in seconds", '{"msec":"1796418151.500"}', "2026-12-04T21:02:31.500Z"],
])("reads the time of a line, %s", (_format, line, time) => {
  const found = timeOf(line);
  expect(found).toBeDefined();
  expect(Math.abs((found ?? 0) - Date.parse(time))).toBeLessThan(500);
});

it.each([
  "date,status",
  '{"status":200}',
  "{",
  "{}",
  "[1]",
  '{"time":12}',
  "0001-01-01T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "10/Xyz/2026:13:55:36 -0700",
])("finds no time in %s", (line) => {
  expect(timeOf(line)).toBeUndefined();
});

function counts(firstMs: number, hours: number, requestsAt: (hour: number) => number): AccessCounts {
  const byHour = Array.from({ length: HOURS_PER_WEEK }, () => 0);
  let requests = 0;
  for (let hour = 0; hour < hours; hour++) {
    const at = hourOfWeek(firstMs + hour * HOUR_MS);
    byHour[at] = (byHour[at] ?? 0) + requestsAt(hour);
    requests += requestsAt(hour);
  }
  return { requests, notUnderstood: 0, firstMs, lastMs: firstMs + hours * HOUR_MS, byHour };
}

const monday = Date.parse("2026-11-02T00:00:00Z");

it("takes the hours of a week, of a day if there are fewer, and none below a day", () => {
  const atNoon = (hour: number) => (hour % 24 === 12 ? 50 : 10);
  const peak = (50 * 24) / (23 * 10 + 50);
  for (const [hours, length] of [
    [24 * 28, 168],
    [24 * 10 + 5, 168],
    [24 * 3 + 7, 24],
  ] as const) {
    const { hourlyWeights } = trafficOf(counts(monday, hours, atNoon)).fields;
    expect(hourlyWeights).toHaveLength(length);
    expect(peakFactorOf(hourlyWeights as readonly number[])).toBeCloseTo(peak, 9);
  }
  const { fields, sentences } = trafficOf(counts(monday, 5, atNoon));
  expect(fields).toEqual({ requestsPerMonth: 7300 });
  expect(sentences.at(-1)).toBe("It covers less than a day, so it does not say which hour is the busiest.");
});

it("does not take an hour for busy that the log covers more often", () => {
  const firstMs = monday + 0.4 * HOUR_MS;
  const byHour = Array.from({ length: HOURS_PER_WEEK }, () => 0);
  const requests = 9 * 24 * 10;
  for (let request = 0; request < requests; request++) {
    const hour = hourOfWeek(firstMs + (request * HOUR_MS) / 10);
    byHour[hour] = (byHour[hour] ?? 0) + 1;
  }
  const lastMs = firstMs + ((requests - 1) * HOUR_MS) / 10;
  const { hourlyWeights } = trafficOf({ requests, notUnderstood: 0, firstMs, lastMs, byHour }).fields;
  expect(peakFactorOf(hourlyWeights as readonly number[])).toBeLessThan(1.1);
});

/** 8 days with 100 requests an hour, and 300 in the hour from noon. */
function commonLog(): string {
  const lines: string[] = [];
  for (let hour = 0; hour < 8 * 24; hour++) {
    const count = hour % 24 === 12 ? 300 : 100;
    for (let request = 0; request < count; request++) {
      const at = new Date(monday + hour * HOUR_MS + (request * HOUR_MS) / count).toISOString();
      lines.push(`198.51.100.7 - ada [${at.slice(8, 10)}/Nov/2026:${at.slice(11, 19)} +0000] "POST /predict" 200 5`);
    }
  }
  return lines.join("\n");
}

it("counts a compressed file and standard input alike, says what it did, and keeps no line of it", async () => {
  const log = `${commonLog()}\nada's secret\n`;
  const path = join(await temporaryFolder(), "access.log.gz");
  await writeFile(path, gzipSync(log));
  const ended = await modelportHere(["advise", "--access-log", path, "--format", "json"]);
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(
    /^The access log has 20,800 requests from 2026-11-02 00:00 to 2026-11-09 23:59 UTC, 8 days. 1 line without a time was skipped.\nScaled to a month of 730 hours, that is 79,\d{3} requests.\nThe busiest hour of the week has 2.77 times the requests of the average hour.\n$/,
  );
  expect(ended.stdout + ended.stderr).not.toMatch(/ada|198\.51/);
  const { requirements } = JSON.parse(ended.stdout) as { requirements: Record<string, number> };
  expect(requirements["peakFactor"]).toBeCloseTo(300 / (2600 / 24), 1);
  const piped = await modelportHere(["advise", "--access-log", "-", "--format", "json"], { stdin: log });
  expect(piped).toEqual(ended);
});

it("gives way to a flag", async () => {
  const args = ["advise", "--access-log", "-", "--peak-factor", "9", "--requests-per-month", "5", "--format", "json"];
  const { stdout } = await modelportHere(args, { stdin: commonLog() });
  expect(JSON.parse(stdout)).toMatchObject({ requirements: { peakFactor: 9, requestsPerMonth: 5 } });
});

it.each([
  ["", "Standard input has 0 lines with a time and 0 without"],
  ["hello\nworld\n", "Standard input has 0 lines with a time and 2 without"],
  ["2026-11-01T00:00:00Z\n2026-11-01T00:00:00Z", "Standard input has 2 lines with a time and 0 without"],
])("refuses %j in one sentence", async (stdin, beginning) => {
  const { code, stdout, stderr } = await modelportHere(["advise", "--access-log", "-"], { stdin });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    `modelport: ${beginning}, but --access-log needs requests at two different times: give a log in the common or combined format, of an Application Load Balancer, of JSON lines, or with ISO 8601 times.\n`,
  );
});

it("refuses a file that is not there", async () => {
  expect(await modelportHere(["advise", "--access-log", "/nowhere.log"])).toMatchObject({
    code: 2,
    stderr: 'modelport: There is no file "/nowhere.log": check the path.\n',
  });
});

it("reads the log only if the other flags are right", async () => {
  const ended = await modelportHere(["advise", "--access-log", "/nowhere.log", "--team", "0"]);
  expect(ended.stderr).toBe("modelport: --team is 0, but it must be a whole number from 1 to 1000.\n");
});

it("stops with the code of a signal while it waits for more of standard input", async () => {
  const stdin = new PassThrough();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const signal = new AbortController();
  const ended = run(["advise", "--access-log", "-"], "1.2.3", {
    environment: {},
    stdin,
    stdout,
    stderr,
    interrupted: signal.signal,
  });
  stdin.write("2026-11-01T00:00:00Z\n");
  await vi.waitFor(() => expect(stdin.readableLength).toBe(0));
  signal.abort(130);
  expect(await ended).toBe(130);
  expect([stdout.read(), stderr.read()]).toEqual([null, null]);
});
