import { describe, expect, it } from "vitest";
import { costCurve } from "../analysis.ts";
import type { CostCurve } from "../break-even.ts";
import { metered, requirements, stepped } from "../fixture.testing.ts";
import { changesOfCheapest } from "./cheapest.ts";
import { costChart } from "./cost-chart.ts";
import { apart } from "./labels.ts";
import { logScale } from "./log-scale.ts";
import { outline } from "./outline.ts";

const flat = (name: string, usd: number): CostCurve => ({ name, usdAt: () => usd });
const curves = [metered, stepped].map((target) => costCurve(target, requirements()));
const chart = (of: readonly CostCurve[]) => costChart({ title: "Cost <& more>", subtitle: "100 ms", curves: of });

describe("costChart", () => {
  it("has the same bytes in whatever order the curves are given, and is small", () => {
    expect(chart(curves.toReversed())).toBe(chart(curves));
    expect(chart(curves).length).toBeLessThan(40_000);
  });

  it("marks where the cheapest changes, and says it to those who do not see it", () => {
    const [change] = changesOfCheapest(curves);
    expect(change).toEqual({ at: 25_000_001, below: "metered", above: "stepped" });
    const svg = chart(curves);
    expect(svg.match(/<circle /g)).toHaveLength(changesOfCheapest(curves).length);
    expect(svg).toContain(">25M: stepped</text>");
    expect(svg).toContain("From 25,000,001 requests a month stepped is cheaper than metered.");
    expect(svg).toContain('role="img" aria-labelledby="title description"');
  });

  it("has colors for both themes, and escapes what it is given", () => {
    expect(chart(curves)).toContain("@media(prefers-color-scheme:dark)");
    expect(chart(curves)).toContain('<title id="title">Cost &lt;&amp; more&gt;</title>');
  });

  it("begins again with the first color, dashed, after eight targets", () => {
    const many = Array.from({ length: 9 }, (_, index) => flat(`t${index}`, 10 + index));
    expect(chart(many).match(/class="line s0/g)).toHaveLength(2);
    expect(chart(many)).toContain('class="line s0 again"');
  });
});

describe("outline", () => {
  const axes = { x: logScale([1, 1e4], [0, 400]), y: logScale([1, 1e4], [400, 0]) };
  const drawn = (usdAt: (requests: number) => number) => outline(usdAt, axes, { left: 0, right: 400, floorUsd: 1 });

  it("draws a step where it is, and nothing else", () => {
    const points = drawn((requests) => (requests < 100 ? 10 : 1000));
    expect(points).toHaveLength(4);
    expect(points.map(([, y]) => y)).toEqual([300, 300, 100, 100]);
    expect((points[2]?.[0] ?? 0) - (points[1]?.[0] ?? 0)).toBeLessThan(0.2);
    // Below 100 requests a pixel is less than one request.
    expect(Math.abs((points[2]?.[0] ?? 0) - 200)).toBeLessThan(1);
  });

  it("draws what is straight with two points, and what is below the floor on it", () => {
    expect(drawn(() => 100)).toHaveLength(2);
    expect(drawn(() => 0)).toEqual([
      [0, 400],
      [400, 400],
    ]);
  });
});

it("moves labels apart, around the middle of those that overlap", () => {
  expect(apart([10, 200, 12], 16)).toEqual([3, 200, 19]);
  expect(apart([], 16)).toEqual([]);
});
