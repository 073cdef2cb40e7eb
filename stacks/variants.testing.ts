// For slow tests: every variant of a target's suite under the real engine, in clouds that answer, keep and refuse.
import { differencesBetween } from "@modelport/target-suite";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { type OfflineEngine, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import type { RawSettings } from "@modelport/target-kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Each variant is made, made again, and followed by the defaults; `config` is the stack's beside its settings. */
export async function describeVariants(
  target: string,
  variants: Readonly<Record<string, RawSettings>>,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const stack = `${target}-test`;
  const reason = await whyNoOffline();
  if (reason !== undefined) console.warn(`SKIPPED, variants of ${target} under the real engine: ${reason}`);

  describe.skipIf(reason !== undefined)(`variants of ${target} under the real engine`, { timeout: 600_000 }, () => {
    let engine: OfflineEngine;
    let environment: Readonly<Record<string, string>>;
    let untouched: Awaited<ReturnType<OfflineEngine["views"]>>;

    const up = async (settings: RawSettings) => {
      await engine.configure(stack, { ...config, ...settings } as never);
      const run = await engine.up(stack, environment);
      expect(run.code, run.output).toBe(0);
      return run.steps.filter(({ op }) => op !== "same").map(({ op, name, diff }) => [op, name, diff]);
    };

    const destroy = async () => {
      const { code, output } = await engine.destroy(stack, environment);
      expect(code, output).toBe(0);
      expect(await engine.cloud(stack)).toEqual([]);
    };

    beforeAll(async () => {
      engine = await openOfflineEngine();
      environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
      await up({});
      untouched = await engine.views(stack);
      await destroy();
    }, 600_000);

    afterAll(() => engine?.dispose());

    test.each(Object.entries({ public: { public: true }, ...variants }))("%s", async (_name, settings) => {
      await up(settings);
      expect(await up(settings), "a second up").toEqual([]);
      await up({});
      expect(differencesBetween(await engine.views(stack), untouched), "what is left of it").toEqual([]);
      expect(await up({}), "the up after that").toEqual([]);
      await destroy();
    });
  });
}
