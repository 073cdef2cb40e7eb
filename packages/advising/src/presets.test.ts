import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { PRESET_NAMES, PRESETS } from "./presets.ts";
import { parseRequirements } from "./requirements.ts";

interface Benchmark {
  readonly date: string;
  readonly machine: { readonly cpu: string; readonly node: string };
  readonly runs: readonly {
    readonly throughput: readonly {
      readonly contestant: string;
      readonly connections: number;
      readonly cpuMicroseconds: readonly number[];
    }[];
    readonly residentMb: { readonly peak: number };
  }[];
}

it.each(PRESET_NAMES)("%s is complete", (name) => {
  expect(parseRequirements(PRESETS[name].fields).requestsPerMonth).toBeGreaterThan(0);
});

it("artifact has what the committed benchmark measured", () => {
  const { fields, source } = PRESETS.artifact;
  const file = new URL(`../../../${/docs\/\S+\.json/.exec(source)?.[0]}`, import.meta.url);
  const { date, machine, runs } = JSON.parse(readFileSync(file, "utf8")) as Benchmark;
  const micros = runs
    .flatMap(({ throughput }) => throughput)
    .filter(({ contestant, connections }) => contestant === "everything on" && connections === 1)
    .flatMap(({ cpuMicroseconds }) => cpuMicroseconds)
    .toSorted((a, b) => a - b);
  const middle = micros.slice((micros.length - 1) >> 1, (micros.length >> 1) + 1);
  const median = middle.reduce((sum, each) => sum + each, 0) / middle.length;
  expect(fields.durationMs).toBe(Math.round(median) / 1000);
  expect(fields.memoryMiB).toBeGreaterThan(Math.max(...runs.map(({ residentMb }) => residentMb.peak)));
  for (const part of [date, machine.node, "Intel Xeon"]) expect(source).toContain(part);
});
