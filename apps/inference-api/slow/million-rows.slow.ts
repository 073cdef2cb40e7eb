// A million rows through the packaged server: memory stays bounded, and single requests are answered meanwhile.
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BatchServer, postRows, startBatchServer } from "../src/entry/streamed-rows.testing.ts";

let server: BatchServer;
beforeAll(async () => {
  server = await startBatchServer();
}, 60_000);
afterAll(() => server?.close());

it("scores a million rows within 200 MB above idle, and lets single requests through in between", async () => {
  await postRows(server.url, { rows: 20_000 });
  const idle = await server.residentMb();
  let most = idle;
  let slowest = 0;
  const finished = new AbortController();
  const watch = (async () => {
    while (!finished.signal.aborted) {
      most = Math.max(most, await server.residentMb());
      const began = performance.now();
      expect(await server.predictOne()).toBe(200);
      slowest = Math.max(slowest, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  const answer = await postRows(server.url, { rows: 1_000_000 });
  finished.abort();
  await watch;
  expect(answer?.lines).toBe(1_000_001);
  expect(answer?.last).toMatch(/\n999999,[^,]+,[^,]+,\r\n$/);
  process.stdout.write(
    `a million rows: ${(most - idle).toFixed(0)} MB above idle, slowest single request ${slowest.toFixed(0)} ms\n`,
  );
  expect(most - idle).toBeLessThan(200);
  expect(slowest).toBeLessThan(2000);
}, 120_000);
