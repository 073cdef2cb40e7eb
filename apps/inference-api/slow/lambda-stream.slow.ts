// Streamed batches of the packaged zip that take seconds: at the rate of Lambda's streams, and at the function's timeout.
import { httpStream } from "@modelport/local-runtime";
import { afterEach, describe, expect, it } from "vitest";
import {
  batch,
  functionUrl,
  gathered,
  HEADER,
  ndjsonBatch,
  ROW,
  start,
  stopAll,
} from "../src/entry/lambda/streamed-zip.testing.ts";

afterEach(stopAll);

describe("a streamed batch", { timeout: 60_000 }, () => {
  it("may have more than 6 MB, which the handler that answers at once refuses", async () => {
    const event = batch(HEADER + ROW.repeat(20_000));
    const streaming = await start("index.stream", { timeoutSeconds: 60 });
    const { status, rows, bytes } = await gathered(await streaming.emulator.invokeStream(event));
    expect([status, rows.length]).toEqual([200, 20_000]);
    expect(bytes).toBeGreaterThan(6_291_556);
    expect(rows.at(-1)).toMatch(/^19999,/);
    const atOnce = await start("index.handler", { timeoutSeconds: 60 });
    const refused = functionUrl.fromResult((await atOnce.emulator.invoke(event)).payload);
    expect(refused.status).toBe(413);
    expect(JSON.parse(Buffer.from(refused.body).toString("utf8"))).toMatchObject({
      code: "answer_too_large",
      detail: expect.stringMatching(
        /^The answer has \d{7,8} bytes, but this endpoint sends at most 6291556; send fewer rows at a time, or leave out explain=true\.$/,
      ),
    });
  });

  it("ends before the function's timeout, and says so", async () => {
    const { emulator } = await start("index.stream", { timeoutSeconds: 6 });
    const beganAt = performance.now();
    const invocation = await emulator.invokeStream(ndjsonBatch(18_000));
    // It waits for a client that does not read, until less than a second is left.
    await new Promise((resolve) => setTimeout(resolve, beganAt + 5100 - performance.now()));
    const answer = await httpStream(invocation);
    const text = Buffer.concat(await Array.fromAsync(answer?.body ?? [])).toString("utf8");
    const rows = text.trimEnd().split("\n");
    expect(await invocation.failure).toBeUndefined();
    expect(answer?.status).toBe(200);
    expect(rows.length).toBeLessThan(18_000);
    expect(JSON.parse(rows.at(-1) ?? "")).toEqual({
      index: rows.length - 1,
      error: {
        code: "answer_too_large",
        detail:
          "The answer takes longer than the timeout of this endpoint; send fewer rows at a time, or leave out explain=true.",
      },
    });
  });
});
