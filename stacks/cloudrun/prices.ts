// List prices of us-central1 in USD, each with its evidence.
import type { Allowance, Price } from "@modelport/target-kit";

const region = "us-central1";
const runPricing = "cloud.google.com/run/pricing, a stored copy";
const quotedPricing = "cloud.google.com/run/pricing, quoted by the research notes of a public repository";
const loggingPricing = "cloud.google.com/stackdriver/pricing, a stored copy";
const registryPricing = "cloud.google.com/artifact-registry/pricing, a stored copy";
const readOn = "2026-11-25";

type Evidence = Pick<Price, "grade" | "source" | "readOn" | "effectiveFrom">;

const vendor = (source: string, effectiveFrom: string | null = null): Evidence => ({
  grade: "vendor",
  source,
  readOn,
  effectiveFrom,
});
const quoted: Evidence = { grade: "quoted", source: quotedPricing, readOn: "2026-09-27", effectiveFrom: null };
const secondary = (source: string): Evidence => ({ grade: "secondary", source, readOn, effectiveFrom: null });

function price(name: string, unit: string, usd: number, evidence: Evidence, note?: string): Price {
  return { name, unit, usd, region, ...evidence, ...(note === undefined ? {} : { note }) };
}

const time =
  "The time in which an instance has a request, rounded up to 100 ms, its starts from zero and its liveness probes; " +
  "the formula is in docs/costs/cloudrun.md.";
const lifetime = "From an instance's first request to 15 minutes after its last, beside those that are always there.";

export const prices = {
  requests: price("Requests", "million requests", 0.4, quoted),
  vcpu: price("Processors while they work", "vCPU-second", 0.000024, vendor(runPricing), time),
  memory: price(
    "Memory while it works",
    "GiB-second",
    0.0000025,
    quoted,
    `${time} On a kept instance it is billed already.`,
  ),
  idleVcpu: price(
    "Processors of kept instances",
    "vCPU-second",
    0.0000025,
    quoted,
    "Counted for the whole month, also while they work: at most a tenth too much.",
  ),
  idleMemory: price("Memory of kept instances", "GiB-second", 0.0000025, quoted),
  probeVcpu: price(
    "Liveness probes of kept instances",
    "vCPU-second",
    0.000024,
    vendor("cloud.google.com/run/docs/configuring/healthchecks and /run/pricing, stored copies"),
    "Each probe counts as 100 ms.",
  ),
  instanceVcpu: price("Processors of instances", "vCPU-second", 0.000018, vendor(runPricing), lifetime),
  instanceMemory: price("Memory of instances", "GiB-second", 0.000002, quoted, lifetime),
  keptInstanceVcpu: price("Processors of kept instances, never paused", "vCPU-second", 0.000018, vendor(runPricing)),
  keptInstanceMemory: price("Memory of kept instances, never paused", "GiB-second", 0.000002, quoted),
  logs: price(
    "Log entries",
    "GiB",
    0.5,
    vendor(loggingPricing, "2018-07-01"),
    "Cloud Run's own entry for each request, and the app's at info; kept for 30 days.",
  ),
  registry: price("Images", "GB-month", 0.1, vendor(registryPricing)),
  egress: price(
    "Answers to the internet",
    "GiB",
    0.12,
    secondary("several price comparisons, undated"),
    "Bodies only. Premium tier within North America; nothing within the region.",
  ),
} as const satisfies Record<string, Price>;

function allowance(name: string, unit: string, quantity: number, evidence: Evidence, note?: string): Allowance {
  return { name, unit, quantity, ...evidence, ...(note === undefined ? {} : { note }) };
}

/** What Google gives away each month to a billing account (log entries: to a project). */
export const allowances = {
  requests: allowance("Requests", "million requests", 2, vendor(runPricing), "With request-based billing."),
  vcpu: allowance("Processors", "vCPU-second", 180_000, vendor(runPricing), "With request-based billing."),
  memory: allowance("Memory", "GiB-second", 360_000, vendor(runPricing), "With request-based billing."),
  instanceVcpu: allowance("Processors", "vCPU-second", 240_000, quoted, "With instance-based billing."),
  instanceMemory: allowance("Memory", "GiB-second", 450_000, quoted, "With instance-based billing."),
  logs: allowance("Log entries", "GiB", 50, vendor(loggingPricing, "2018-07-01")),
  registry: allowance("Images", "GB-month", 0.5, vendor(registryPricing)),
  egress: allowance("Answers to the internet", "GiB", 1, vendor(runPricing), "Within North America."),
} as const satisfies Record<string, Allowance>;
