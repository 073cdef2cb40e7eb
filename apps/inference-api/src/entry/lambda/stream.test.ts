// The packaged zip as a streaming function: what arrives when, and what ends it. slow/lambda-stream.slow.ts has the answers that
// take seconds.
import { httpStream } from "@modelport/local-runtime";
import { afterEach, describe, expect, it } from "vitest";
import {
  alb,
  batch,
  example,
  gathered,
  HEADER,
  manifest,
  ndjsonBatch,
  ROW,
  start,
  stopAll,
} from "./streamed-zip.testing.ts";

afterEach(stopAll);

describe("a streamed batch", { timeout: 60_000 }, () => {
  it("sends its first rows while its last are not scored yet, and none faster than they are read", async () => {
    const { emulator, lines } = await start("index.stream", { timeoutSeconds: 60 });
    const finished = () => lines.filter((line) => line.includes('"message":"batch"')).length;
    // Some 30 MB: more than the machine's buffers between the function and us.
    const invocation = await emulator.invokeStream(ndjsonBatch(18_000));
    const answer = await httpStream(invocation);
    const pieces = answer?.body[Symbol.asyncIterator]();
    let text = "";
    while (!text.includes("\n")) text += Buffer.from((await pieces?.next())?.value ?? []).toString("utf8");
    expect(JSON.parse(text.slice(0, text.indexOf("\n")))).toMatchObject({ index: 0 });
    // Unread, it goes no further, however long it has.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(finished()).toBe(0);
    await pieces?.return?.();
    expect(await invocation.failure).toBeUndefined();
    await expect.poll(finished).toBe(1);
  });

  it("names a last row that is not closed", async () => {
    const { emulator } = await start("index.stream");
    const { status, rows } = await gathered(
      await emulator.invokeStream(batch(`${HEADER}${ROW.repeat(600)}"unclosed`, "")),
    );
    expect([status, rows.length]).toEqual([200, 601]);
    expect(rows.at(-1)).toBe("600,,,The row has a quote that is not closed.");
  });
});

it("answers what cannot stream as the handler that answers at once: direct invocation, and an ALB", async () => {
  const { emulator } = await start("index.stream");
  const direct = (await emulator.invoke(example)).payload as { statusCode: number; body: string };
  expect(direct.statusCode).toBe(200);
  expect(JSON.parse(direct.body)).toHaveProperty(manifest.output.name);
  const event = alb.toEvent({ method: "GET", path: "/health" });
  const answer = alb.fromResult((await emulator.invoke(event)).payload);
  expect([answer.status, Buffer.from(answer.body).toString("utf8")]).toEqual([200, '{"status":"alive"}']);
});
