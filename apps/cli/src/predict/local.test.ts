// Without --url: what `npm start` serves, or one sentence. The port is the one that people use, and may be taken.
import { type RunningService, stopService } from "@modelport/local-runtime";
import { afterAll, beforeAll, expect, it } from "vitest";
import { faultProxy } from "../fault-proxy.testing.ts";
import { CSV_HEADER, csvRows, modelport, startServer } from "../under-test.testing.ts";

let server: RunningService;
beforeAll(async () => {
  server = await startServer();
}, 60_000);
afterAll(() => stopService(server));

const args = ["predict", "-", "--format", "csv"];
const stdin = [CSV_HEADER, ...csvRows(2)].join("\n");
const isTaken = await fetch("http://127.0.0.1:8000/ready").then(
  () => true,
  () => false,
);

it.skipIf(isTaken)("says how to get a server where none is", async () => {
  expect(await modelport(args, { stdin })).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "modelport: Nothing is ready at http://127.0.0.1:8000: run `npm start` in a clone of modelport, or say by --url where a server answers.\n",
  });
});

it.skipIf(isTaken)("asks the local stack", async () => {
  await faultProxy(server.url, undefined, 8000);
  const { code, stderr } = await modelport(args, { stdin });
  expect(stderr).toMatch(/^2 rows: 2 scored, 0 bad\.\nModel \S+ \S+ at http:\/\/127\.0\.0\.1:8000, /);
  expect(code).toBe(0);
});
