// Programs stay plain: they load the SDK of their cloud and no other, and take little longer than one that does nothing.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOfflineEngine, whyNoOffline, type OfflineEngine } from "./index.ts";

const project = path.join(import.meta.dirname, "..", "fixtures", "program");
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the time of programs: ${reason}`);
const ROUNDS = 3;

describe.skipIf(reason !== undefined)("a program's own process", () => {
  let engine: OfflineEngine;
  beforeAll(async () => {
    engine = await openOfflineEngine({ project });
    await engine.configure("empty", { clouds: [] });
    await engine.configure("aws", { clouds: ["aws"] });
  });
  afterAll(() => engine.dispose());

  test("loads what its cloud needs, in at most twice the time of an empty one", async () => {
    const milliseconds = { empty: Number.POSITIVE_INFINITY, aws: Number.POSITIVE_INFINITY };
    for (let round = 0; round < ROUNDS; round += 1) {
      const empty = await engine.preview("empty");
      const aws = await engine.preview("aws");
      expect([empty.loadedSdks, aws.loadedSdks]).toEqual([["@pulumi/pulumi"], ["@pulumi/aws", "@pulumi/pulumi"]]);
      milliseconds.empty = Math.min(milliseconds.empty, empty.programCpuMilliseconds);
      milliseconds.aws = Math.min(milliseconds.aws, aws.programCpuMilliseconds);
    }
    expect(milliseconds.empty).toBeGreaterThan(100);
    expect(milliseconds.aws / milliseconds.empty).toBeLessThan(2);
    console.info(
      `program: empty ${milliseconds.empty.toFixed(0)} ms, with @pulumi/aws ${milliseconds.aws.toFixed(0)} ms`,
    );
  });
});
