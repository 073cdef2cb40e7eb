// Streamed batches through the packaged server: a client that goes away leaves nothing behind. slow/million-rows.slow.ts
// measures memory.
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BatchServer, postRows, startBatchServer } from "./streamed-rows.testing.ts";

let server: BatchServer;
beforeAll(async () => {
  server = await startBatchServer();
}, 60_000);
afterAll(() => server?.close());

it("scores what it is sent in pieces, in order", async () => {
  const answer = await postRows(server.url, { rows: 20_000 });
  expect(answer?.lines).toBe(20_001);
  expect(answer?.last).toMatch(/\n19999,[^,]+,[^,]+,\r\n$/);
}, 60_000);

it("stops working when the client goes away, and is as it was", async () => {
  const before = await server.scoredRows();
  expect(await postRows(server.url, { rows: 1_000_000, cutAfter: 20_000 })).toBeUndefined();
  let settled = await server.scoredRows();
  for (let again = -1; again !== settled;) {
    again = settled;
    await new Promise((resolve) => setTimeout(resolve, 200));
    settled = await server.scoredRows();
  }
  expect(settled - before).toBeLessThanOrEqual(20_000);
  expect(await server.predictOne()).toBe(200);
  expect((await postRows(server.url, { rows: 1000 }))?.lines).toBe(1001);
  expect(await server.log()).not.toMatch(/"level":"error"|Error:/);
}, 60_000);
