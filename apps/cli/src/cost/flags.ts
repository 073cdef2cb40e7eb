// The flags of `modelport cost`: the fields of a workload that a stack's cost depends on, and those of the report.
import { PRESETS } from "@modelport/advising/presets";
import { type NumberField, RANGES, rangeInWords } from "@modelport/advising/ranges";
import { flagOf } from "../advise/flags.ts";
import type { Flags } from "../flags.ts";

const FIELDS = [
  "requestsPerMonth",
  "durationMs",
  "requestBytes",
  "responseBytes",
  "peakFactor",
  "p99Ms",
] as const satisfies readonly NumberField[];

const numbers: Flags = Object.fromEntries(
  FIELDS.map((field) => [flagOf(field), { takes: "<number>", help: `${RANGES[field].what}:\n${rangeInWords(field)}` }]),
);

export const flags: Flags = {
  stack: { takes: "<name>", help: "the stack, <target> or <target>-<environment>" },
  diff: { takes: "<git ref>", help: "compare with the settings at that commit: one stack, or all that changed" },
  focus: { help: "write FOCUS 1.2 columns as CSV" },
  month: { takes: "<year-month>", help: "the month of the FOCUS rows (default: the next one)" },
  cwd: { takes: "<folder>", help: "where Pulumi.yaml is (default: this folder, or one above)" },
  preset: {
    takes: "<name>",
    help: `a workload instead of the stack's own, from\n${Object.keys(PRESETS).join(", ")}`,
  },
  workload: { takes: "<file>", help: "JSON with any of the fields below, in camel case; hourlyWeights too" },
  ...numbers,
  "free-tier": { help: "count what vendors give away each month" },
  prices: { takes: "<file>", help: "JSON with your own prices by target and price id, in USD" },
  format: { takes: "<format>", help: "table, json or markdown (default: table; with --diff: markdown)" },
};
