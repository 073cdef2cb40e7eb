// The checks of a target, and its seeded mistakes, as tests.
import path from "node:path";
import type { Target } from "@modelport/target-kit";
import { describe, expect, test } from "vitest";
import type { TargetSuite } from "./check.ts";
import { checks } from "./checks.ts";
import { graphSnapshot, SNAPSHOT, snapshotText } from "./checks/graph-snapshot.ts";
import { refusalsText } from "./checks/refusals.ts";
import { describeMistakes } from "./describe-mistakes.ts";
import { openSubject } from "./subject.ts";

/** Longer than any check takes: the machine may be busy. */
const TIMEOUT_MS = 60_000;

/** Declares a test for every check of `target`, and for every mistake that the suite seeds. */
export function describeTarget(target: Target, suite: TargetSuite): void {
  describe(`the target ${target.name}`, { timeout: TIMEOUT_MS }, () => {
    const subject = openSubject(target, suite);
    test.each(checks.map((check) => [check.id, check] as const))("%s", async (_id, check) => {
      if (check === graphSnapshot) {
        // The same as the check, but `vitest -u` writes the file, and a failure shows the difference.
        await expect(await snapshotText(subject)).toMatchFileSnapshot(path.join(suite.folder, SNAPSHOT));
      } else {
        expect(await check.run(subject), check.title).toEqual([]);
      }
    });
    test.skipIf(suite.refused === undefined)("the sentences of refusals are those of refusals.golden.txt", async () => {
      await expect(refusalsText(subject)).toMatchFileSnapshot(path.join(suite.folder, "tests", "refusals.golden.txt"));
    });
    describeMistakes(subject);
  });
}
