// Programs stay plain: they load the SDK of their cloud and no other, and take little longer than one that does nothing.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOfflineEngine, programTimeRatio, whyNoOffline, type OfflineEngine } from "./index.ts";

const project = path.join(import.meta.dirname, "..", "fixtures", "program");
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the time of programs: ${reason}`);

describe.skipIf(reason !== undefined)("a program's own process", () => {
  let engine: OfflineEngine;
  beforeAll(async () => {
    engine = await openOfflineEngine({ project });
  });
  afterAll(() => engine.dispose());

  test("loads what its cloud needs, in at most twice the time of an empty one", async () => {
    await engine.configure("empty", { clouds: [] });
    expect((await engine.preview("empty")).loadedSdks).toEqual(["@pulumi/pulumi"]);
    await engine.configure("aws", { clouds: ["aws"] });
    expect((await engine.preview("aws")).loadedSdks).toEqual(["@pulumi/aws", "@pulumi/pulumi"]);
    const ratio = await programTimeRatio(engine, "aws");
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(2);
  });
});
