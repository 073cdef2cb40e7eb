import { totalUsdPerMonth, type Target, type Workload } from "@modelport/target-kit";
import { table, usd, valueInWords } from "./markdown.ts";
import { limitWords, qualityWords, timeoutWords } from "./words.ts";

/** A small tabular model: a request of 500 bytes takes 5 ms. */
const workload: Omit<Workload, "requestsPerMonth"> = {
  durationMs: 5,
  memoryMiB: 256,
  requestBytes: 500,
  responseBytes: 200,
  peakFactor: 3,
};
const REQUESTS_PER_MONTH = [0, 1e6, 100e6] as const;

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

USD a month by list prices, not measured: default settings, without a free tier, for requests of ${workload.requestBytes} bytes
that take ${workload.durationMs} ms of one processor, answers of ${workload.responseBytes} bytes, and a busiest hour of ${workload.peakFactor} times the average.

${table(
  head,
  REQUESTS_PER_MONTH.map((requestsPerMonth) => [
    `${valueInWords(requestsPerMonth, "")} requests`,
    ...targets.map((target) => monthlyUsd(target, requestsPerMonth)),
  ]),
)}

## What they cannot do

${targets.map(cannot).join("\n\n")}
`;
}

function monthlyUsd(target: Target, requestsPerMonth: number): string {
  const total = totalUsdPerMonth(target.cost({ ...workload, requestsPerMonth }, {}));
  return usd(Math.round(total * 100) / 100);
}

function cannot({ name, facts }: Target): string {
  const sentences = facts.cannot.map(({ what, reason }) => `- ${what}: ${reason}`);
  return [`**${name}** cannot`, "", ...(sentences.length === 0 ? ["- nothing is declared"] : sentences)].join("\n");
}
