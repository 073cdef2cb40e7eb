import { isTotalKnown, totalUsdPerMonth, type Target, type Workload } from "@modelport/target-kit";
import { table, usd, valueInWords } from "./markdown.ts";
import { limitWords, qualityWords, timeoutWords } from "./words.ts";

/** A small tabular model: a request of 500 bytes. */
const workload: Omit<Workload, "requestsPerMonth" | "durationMs"> = {
  memoryMiB: 256,
  requestBytes: 500,
  responseBytes: 200,
  peakFactor: 3,
};
/** The second duration is the course's. */
const ROWS = [
  { requestsPerMonth: 0, durationMs: 5 },
  { requestsPerMonth: 1e6, durationMs: 5 },
  { requestsPerMonth: 100e6, durationMs: 5 },
  { requestsPerMonth: 1e9, durationMs: 5 },
  { requestsPerMonth: 1e6, durationMs: 200 },
  { requestsPerMonth: 100e6, durationMs: 200 },
  { requestsPerMonth: 1e9, durationMs: 200 },
] as const;

/** Every target in one table each for what a decision looks at, in Markdown. */
export function sideBySide(targets: readonly Target[]): string {
  const head = ["", ...targets.map(({ name }) => `[${name}](targets/${name}.md)`)];
  const rowsOf = <K extends string>(words: Readonly<Record<K, string>>, valueOf: (target: Target, key: K) => string) =>
    (Object.keys(words) as K[]).map((key) => [words[key], ...targets.map((target) => valueOf(target, key))]);
  return `# Targets side by side

Generated from \`stacks/registry.ts\`: do not edit. Each target's own page has notes, sources and dates, and its settings,
outputs and prices.

${table(head, [
  ["what", ...targets.map(({ facts }) => facts.title)],
  ["deploys", ...targets.map(({ artifacts }) => artifacts.join(", "))],
])}

## Qualities

${table(
  head,
  rowsOf(qualityWords, ({ facts }, key) => valueInWords(facts.qualities[key].value, "unknown")),
)}

## Limits

${table(
  head,
  rowsOf(limitWords, ({ facts }, key) => valueInWords(facts.limits[key].value, "none of its own")),
)}

## Timeouts

In seconds; empty where the path has no such timer.

${table(
  head,
  rowsOf(timeoutWords, ({ facts }, key) => valueInWords(facts.timeouts.value[key], "")),
)}

## Cost

USD a month by list prices, not measured: default settings, without a free tier, for requests of ${workload.requestBytes} bytes,
answers of ${workload.responseBytes} bytes, and a busiest hour of ${workload.peakFactor} times the average. The milliseconds are those of one processor.

${costTable(head, targets)}

## What they cannot do

${targets.map(cannot).join("\n\n")}
`;
}

/** The monthly estimates of `targets` for the same workloads, in Markdown. */
export function costTable(head: readonly string[], targets: readonly Target[]): string {
  return table(
    head,
    ROWS.map(({ requestsPerMonth, durationMs }) => [
      requestsPerMonth === 0 ? "no requests" : `${valueInWords(requestsPerMonth, "")} requests of ${durationMs} ms`,
      ...targets.map((target) => monthlyUsd(target, { ...workload, requestsPerMonth, durationMs })),
    ]),
  );
}

function monthlyUsd(target: Target, each: Workload): string {
  const lines = target.cost(each, {});
  return isTotalKnown(lines) ? usd(Math.round(totalUsdPerMonth(lines) * 100) / 100) : "unknown";
}

function cannot({ name, facts }: Target): string {
  const sentences = facts.cannot.map(({ what, reason }) => `- ${what}: ${reason}`);
  return [`**${name}** cannot`, "", ...(sentences.length === 0 ? ["- nothing is declared"] : sentences)].join("\n");
}
