import { expect, it } from "vitest";
import { optionsOf } from "./options.ts";

it("measures three times over, and writes, where nothing else is asked for", () => {
  expect(optionsOf([])).toEqual({ times: 3, rounds: 4, seconds: 2, requests: 1_000_000, dryRun: false });
  expect(optionsOf(["--times", "1", "--requests=500", "--dry-run"])).toEqual({
    times: 1,
    rounds: 4,
    seconds: 2,
    requests: 500,
    dryRun: true,
  });
});

it.each([
  [["--rounds", "0"], '--rounds is "0", but must be a positive integer.'],
  [["--times", "9".repeat(20)], `--times is "${"9".repeat(20)}", but must be a positive integer.`],
  [["--requests", "1e6"], '--requests is "1e6", but must be a positive integer.'],
  [["--requests", " 5"], '--requests is " 5", but must be a positive integer.'],
  [["--seconds", "1.5"], '--seconds is "1.5", but must be a positive integer.'],
  [["--fast"], "Unknown option '--fast': known are --times, --rounds, --seconds, --requests, --dry-run."],
  [["now"], "Unexpected argument 'now': known are --times, --rounds, --seconds, --requests, --dry-run."],
])("refuses %j", (args, sentence) => {
  expect(optionsOf(args)).toBe(sentence);
});
