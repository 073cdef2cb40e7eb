// For slow tests: every variant of a target's suite under the real engine, in clouds that answer, keep and refuse.
import { type OfflineEngine, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import type { RawSettings, Target } from "@modelport/target-kit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PackArtifacts, TargetSuite, Variant } from "./check.ts";
import { differencesBetween } from "./cloud-difference.ts";
import { changesOf } from "./describe-engine.ts";
import { openSubject } from "./subject.ts";

/** Declares a test for each variant, or for those with `names`: it is made, previewed, made again, and followed by the defaults. */
export async function describeVariants(
  target: Target,
  suite: TargetSuite,
  pack: PackArtifacts,
  names?: readonly string[],
): Promise<void> {
  const stack = `${target.name}-test`;
  const reason = await whyNoOffline();
  if (reason !== undefined) console.warn(`SKIPPED, variants of ${target.name} under the real engine: ${reason}`);

  describe.skipIf(reason !== undefined)(`variants of ${target.name}`, { timeout: 600_000 }, () => {
    let engine: OfflineEngine;
    let environment: Readonly<Record<string, string>>;
    let untouched: Awaited<ReturnType<OfflineEngine["views"]>>;

    const up = async (settings: RawSettings) => {
      await engine.configure(stack, { ...suite.config, ...settings } as never);
      const run = await engine.up(stack, environment);
      expect(run.code, run.output).toBe(0);
      return changesOf(run, stack);
    };

    const destroy = async () => {
      const { code, output } = await engine.destroy(stack, environment);
      expect(code, output).toBe(0);
      expect(await engine.cloud(stack)).toEqual([]);
    };

    beforeAll(async () => {
      engine = await openOfflineEngine({ account: suite.account ?? "used" });
      environment = { MODELPORT_ARTIFACTS_DIR: await pack() };
      await up({});
      expect(await up({}), "a second up with the defaults").toEqual({});
      untouched = await engine.views(stack);
      await destroy();
    }, 600_000);

    afterAll(() => engine?.dispose());

    const [, ...all] = openSubject(target, suite).variants;
    const variants = names === undefined ? all : names.map((name) => named(all, name));
    test.each(variants.map(({ name, settings }) => [name, settings] as const))("%s", async (_name, settings) => {
      await up(settings);
      expect(changesOf(await engine.preview(stack, environment), stack), "a preview").toEqual({});
      expect(await up(settings), "a second up").toEqual({});
      const isOneWay = Object.keys(settings).some((key) => suite.irreversible?.[key] !== undefined);
      if (!isOneWay) {
        await up({});
        expect(differencesBetween(await engine.views(stack), untouched), "what is left of it").toEqual([]);
        expect(await up({}), "the up after that").toEqual({});
      }
      await destroy();
    });
  });
}

function named(variants: readonly Variant[], name: string): Variant {
  const found = variants.find((variant) => variant.name === name);
  if (found === undefined) throw new Error(`The suite has no variant "${name}".`);
  return found;
}
