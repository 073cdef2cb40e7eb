import { describe, expect, it } from "vitest";
import { adrOf } from "./adr.ts";
import { analyze } from "./analysis.ts";
import { metered, requirements, stepped, targets } from "./fixture.testing.ts";
import { moveBetween } from "./move.ts";
import { moveMarkdown } from "./move-report.ts";
import { LANGUAGES } from "./words/index.ts";

const moveOf = (fields: Parameters<typeof requirements>[0] = {}) => {
  const analysis = analyze(targets, requirements(fields));
  return { analysis, move: moveBetween(metered, stepped, analysis) };
};

describe("a move", () => {
  it("has the lines of both sides, whose differences add up to that of the totals", () => {
    const { lines, estimates } = moveOf().move;
    expect(lines).toEqual([
      { name: "Requests", from: 4, to: undefined },
      { name: "Cluster", from: undefined, to: 70 },
      { name: "Nodes", from: undefined, to: 30 },
    ]);
    const sum = lines.reduce((usd, { from = 0, to = 0 }) => usd + to - from, 0);
    expect(sum).toBeCloseTo(estimates.to.usdPerMonth - estimates.from.usdPerMonth, 9);
  });

  it("is a choice, unless a rule rejects what is deployed", () => {
    expect(moveOf().move.forcedBy).toEqual([]);
    expect(moveOf({ networkControl: true }).move.forcedBy).toMatchObject([{ rule: "network-control" }]);
  });

  it("has the qualities that differ, and the break-even that justifies it", () => {
    const { qualities, breakEvens } = moveOf().move;
    expect(qualities).toEqual([
      { name: "latency", from: "variable", to: "consistent" },
      { name: "lockIn", from: "high", to: "low" },
      { name: "people", from: 1, to: 5 },
    ]);
    expect(breakEvens?.[0]).toEqual({ at: 25_000_001, below: "metered", above: "stepped" });
  });

  it.each(["en", "es"] as const)("in %s, is in the record, which has the same bytes each time", async (language) => {
    const words = LANGUAGES[language];
    const { analysis, move } = moveOf({ networkControl: true });
    const record = await adrOf(analysis, words, move);
    expect(record).toContain(`# ${words.move.recordTitle("A platform", "A platform")}\n`);
    expect(record).toContain(moveMarkdown(move, words));
    expect(await adrOf(analysis, words, moveBetween(metered, stepped, analysis))).toBe(record);
    expect(await adrOf(analysis, words)).not.toContain(words.move.title("metered", "stepped"));
  });

  it.each([
    ["en", "0.00", "-0.01"],
    ["es", "0,00", "-0,01"],
  ] as const)("in %s, a difference below half a cent has no sign", (language, nothing, cent) => {
    expect([-0.004, 0.004, -0.01].map(LANGUAGES[language].usd)).toEqual([nothing, nothing, cent]);
  });

  it("to a target that is not the best says so in the record", async () => {
    const { analysis, move } = moveOf();
    const record = await adrOf(analysis, LANGUAGES.en, move);
    expect(record).toContain("Chosen option: stepped, as given. By its score, metered, 0.90 would be first.");
  });
});
