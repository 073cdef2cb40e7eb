// Each seeded mistake is made in a copy of the target's folder, and checked there.
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import type { Check, Finding, Subject } from "./check.ts";
import { checks } from "./checks.ts";
import { resourcesBilled } from "./checks/billing.ts";
import { importedFiles } from "./imported-files.ts";
import type { Mistake } from "./mistake.ts";
import { withDefaultsAlone } from "./subject.ts";
import { withCopy } from "./target-copy.ts";
import { isThorough } from "./thorough.ts";

/** What the checks say of a copy, by their ids; those that say nothing are left out. */
type Report = Readonly<Record<string, readonly string[]>>;

/** Declares a test for every mistake that the suite of `original` seeds: that its check finds it and, if thorough, no other does. */
export function describeMistakes(original: Subject): void {
  const { mistakes = [] } = original.suite;
  if (mistakes.length === 0) console.warn(`SKIPPED, seeded mistakes: the target ${original.target.name} seeds none.`);
  else if (!isThorough)
    console.warn(`SKIPPED, other checks on the mistakes of ${original.target.name}: CI=1 runs them.`);
  describe.skipIf(mistakes.length === 0)("seeded mistakes", () => {
    test.runIf(isThorough)("a copy without a mistake is green", async () => {
      expect(await reportOn(original)).toEqual({});
    });

    test.each(mistakes.map((mistake) => [mistake.title, mistake] as const))("%s", async (_title, mistake) => {
      const { check } = mistake;
      expect(checks.map(({ id }) => id)).toContain(check);
      expect(await reportOn(original, mistake)).toEqual({ [check]: sentencesOf(mistake) });
    });
  });
}

function reportOn(original: Subject, mistake?: Mistake): Promise<Report> {
  return withCopy(original, mistake, async (copy) => {
    const report: Record<string, readonly string[]> = {};
    const others = withDefaultsAlone(copy);
    const isOfTarget = mistake === undefined || changesTarget(copy, mistake);
    const looksToo = (check: Check) =>
      isThorough &&
      check.isCostly !== true &&
      (isOfTarget || check.readsTargetAlone !== true) &&
      (check !== resourcesBilled || mistake?.rebilled !== true);
    for (const check of checks) {
      const findings =
        check.id === mistake?.check
          ? await findingsOf(check, copy, mistake)
          : looksToo(check)
            ? await check.run(others)
            : [];
      if (findings.length > 0) report[check.id] = findings;
    }
    return report;
  });
}

/** Otherwise what target.ts exports is the original's. */
function changesTarget({ suite }: Subject, mistake: Mistake): boolean {
  const files = importedFiles(suite.folder, "target.ts");
  return [mistake, ...(mistake.and ?? [])].some(({ file }) => files.has(file));
}

function sentencesOf({ sentence }: Mistake): readonly string[] {
  return typeof sentence === "string" ? [sentence] : sentence;
}

/** The other variants are deployed only if the defaults do not show all that is expected: deploying them is most of the time. */
async function findingsOf(check: Check, copy: Subject, mistake: Mistake): Promise<readonly Finding[]> {
  const sampled = withSamples(copy, mistake.samples);
  const found = await check.run(withDefaultsAlone(sampled));
  return isDeepStrictEqual(found, sentencesOf(mistake)) ? found : check.run(sampled);
}

/** `subject` with the samples of `keys` alone, of all settings where there are none. */
function withSamples(subject: Subject, keys: readonly string[] | undefined): Subject {
  if (keys === undefined) return subject;
  const { target, suite } = subject;
  const samples = Object.fromEntries(keys.map((key) => [key, suite.samples?.[key] ?? {}]));
  const settings = target.settings.filter(({ key }) => keys.includes(key));
  return { ...subject, target: { ...target, settings }, suite: { ...suite, samples } };
}
