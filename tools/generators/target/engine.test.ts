import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { type OfflineEngine, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, newtarget under the real engine: ${reason}`);

const stack = "newtarget-test";

describe.skipIf(reason !== undefined)("newtarget under the real engine", { timeout: 120_000 }, () => {
  let engine: OfflineEngine;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    engine = await openOfflineEngine();
  }, 120_000);

  afterAll(() => engine.dispose());

  test("up makes everything, and nothing the second time", async () => {
    const first = await engine.up(stack, environment);
    expect(first.code, first.output).toBe(0);
    const second = await engine.up(stack, environment);
    expect(second.steps.filter(({ op }) => op !== "same")).toEqual([]);
  });

  test("destroy leaves nothing", async () => {
    const { code, output } = await engine.destroy(stack, environment);
    expect(code, output).toBe(0);
    expect(await engine.cloud(stack)).toEqual([]);
  });
});
