// The last lines of `npm test`: the time of each project that ran, and the results of all, whether they ran or Nx replayed them.

// vitest: "Tests  3 failed | 12 passed | 2 skipped (17)"; pytest: "1 failed, 12 passed, 2 skipped in 3.21s". Nx puts the
// project's name before the lines of what runs, and not before those that it replays.
const COUNTS = [
  /^(?:\S+: )?\s*Tests +(\d.*?) \(\d+\)$/,
  /^(?:\S+: )?(\d+ (?:failed|passed|skipped|error).*) in [\d.]+ ?s\b/,
];
const COUNTED_AS = {
  passed: "passed",
  failed: "failed",
  error: "failed",
  errors: "failed",
  skipped: "skipped",
  todo: "skipped",
};
/** Where a project's run says how long it took; a replayed one has no project's name before it. */
const TIMES = [
  /^(\S+): +Duration +([\d.]+)(ms|s)\b/,
  /^(\S+): \d+ (?:failed|passed|skipped|error).* in ([\d.]+) ?(s)\b/,
];
/** The line in which a test says what this machine lacks; pytest prints "SKIPPED [2] tests/a.py:7: reason". */
const REASON = /(?:^|\s)SKIPPED(?:, .*?| \[\d+\] \S+): (.+)$/;
// eslint-disable-next-line no-control-regex
const COLORS = /\u001B\[[\d;]*m/g;
/** Nx's message about tests that failed before and pass now, with an advertisement for its cloud. */
const FLAKY = /^ ?NX +Nx detected (?:a flaky task|\d+ flaky tasks)$/;
const FLAKY_BODY = /^$|^ {2}\S|^Flaky tasks can /;

/** Sums up the lines of a test run. */
export function createSummary() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const reasons = new Set();
  const seconds = new Map();
  let inAdvertisement = false;
  return {
    /** Takes a line; returns false for one that is not to be shown. */
    add(coloredLine) {
      const line = coloredLine.replace(COLORS, "").trimEnd();
      for (const [outcome, number] of countsIn(line)) sum[outcome] += number;
      const [, project, time, unit] = TIMES.map((pattern) => pattern.exec(line)).find(Boolean) ?? [];
      if (project !== undefined)
        seconds.set(project, (seconds.get(project) ?? 0) + Number(time) / (unit === "ms" ? 1000 : 1));
      const [, reason] = REASON.exec(line) ?? [];
      if (reason !== undefined) reasons.add(reason.replace(/\.$/, ""));
      inAdvertisement = FLAKY.test(line) || (inAdvertisement && FLAKY_BODY.test(line));
      return !inAdvertisement;
    },
    /** One line, the slowest project first; undefined where all were replayed. */
    times() {
      const slowestFirst = [...seconds].toSorted(([, one], [, other]) => other - one);
      const each = slowestFirst.map(([project, time]) => `${project} ${Math.round(time)}`);
      return each.length === 0 ? undefined : `Seconds per project: ${each.join(", ")}`;
    },
    /** One line; `code` is the exit code of Nx, or the signal that ended it. */
    line(code = 0) {
      const counts = `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`;
      const why = [...reasons].toSorted((one, other) => one.localeCompare(other));
      if (why.length === 0 && sum.skipped > 0) why.push("see the reasons above");
      const skips = why.length > 0 ? `${counts} (${why.join("; ")})` : counts;
      return code !== 0 && sum.failed === 0 ? `${skips}; a project's tests could not run, see above` : skips;
    },
  };
}

function countsIn(line) {
  const [, counts] = COUNTS.map((pattern) => pattern.exec(line)).find(Boolean) ?? [];
  return [...(counts ?? "").matchAll(/(\d+) ([a-z]+)/g)]
    .map(([, number, outcome]) => [COUNTED_AS[outcome], Number(number)])
    .filter(([outcome]) => outcome !== undefined);
}
