import { describe, expect, it } from "vitest";
import { createSummary } from "./test-summary.mjs";

/** `{shown, line, times}` of a run that printed `text`. */
function summaryOf(text, code) {
  const summary = createSummary();
  const shown = text.split("\n").filter((line) => summary.add(line));
  return { shown: shown.join("\n"), line: summary.line(code), times: summary.times() };
}

describe("the last line of npm test", () => {
  it("adds up what vitest and pytest say, of what ran and of what Nx replayed", () => {
    const { line } = summaryOf(`
> nx run lambda:test
lambda: \u001B[2m      Tests \u001B[22m \u001B[1m\u001B[31m1 failed\u001B[39m\u001B[22m\u001B[2m | \u001B[22m\u001B[32m20 passed\u001B[39m\u001B[90m (21)\u001B[39m
> nx run local:test  [existing outputs match the cache, left as is]
      Tests  3 passed | 2 skipped (5)
> nx run model:test
model: 1 failed, 100 passed, 4 skipped, 2 warnings in 61.20s (0:01:01)
 Test Files  2 failed (2)
`);
    expect(line).toBe("123 passed, 2 failed, 6 skipped (see the reasons above)");
  });

  it("is preceded by the time of each project that ran", () => {
    const { times } = summaryOf(`
contracts:    Duration  994ms (tests 85%)
lambda: \u001B[2m   Duration \u001B[22m 30.52s\u001B[2m (tests 90%)\u001B[22m
lambda:    Duration  10.2s (tests 90%)
   Duration  700.00s (replayed)
model: 1 failed, 100 passed in 61.20s (0:01:01)
`);
    expect(times).toBe("Seconds per project: model 61, lambda 41, contracts 1");
    expect(summaryOf("      Tests  3 passed (3)").times).toBeUndefined();
  });

  it("names each reason for a skipped test once", () => {
    const { line } = summaryOf(`
lambda: SKIPPED, lambda under the real engine: No Pulumi CLI is on PATH. Install it.
SKIPPED, npm run up under the real engine: No Pulumi CLI is on PATH. Install it.
model: SKIPPED [3] tests/test_committed.py:74: the training data are not at hand (MODELPORT_DATA)
      Tests  7 skipped (7)
`);
    expect(line).toBe(
      "0 passed, 0 failed, 7 skipped (No Pulumi CLI is on PATH. Install it; " +
        "the training data are not at hand (MODELPORT_DATA))",
    );
  });

  it("is short where nothing was skipped, and does not take other lines for results", () => {
    expect(summaryOf("      Tests  3 passed (3)\n Tests are 3 failed ideas\n12 passed the gate in time").line).toBe(
      "3 passed, 0 failed, 0 skipped",
    );
  });

  it("says so where a run failed without a failed test", () => {
    expect(summaryOf("      Tests  3 passed (3)", 1).line).toBe(
      "3 passed, 0 failed, 0 skipped; a project's tests could not run, see above",
    );
    expect(summaryOf("      Tests  1 failed | 3 passed (4)", 1).line).toBe("3 passed, 1 failed, 0 skipped");
  });
});

it("what Nx says of flaky tasks, and of its cloud, is not shown", () => {
  const { shown } = summaryOf(`
\u001B[33m NX \u001B[39m  \u001B[1mNx detected a flaky task\u001B[22m

  commands:test

Flaky tasks can disrupt your CI pipeline. Automatically retry them with Nx Cloud. Learn more at https://nx.dev

 NX   Successfully ran target test for 24 projects
  done`);
  expect(shown).toBe("\n NX   Successfully ran target test for 24 projects\n  done");
});
