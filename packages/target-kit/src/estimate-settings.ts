// What a team assumes of a stack's traffic, and its budget: for the estimate alone, the same for every target. They are in the
// stack's file beside the target's settings, and no deployment depends on them.
import * as z from "zod";
import { settingSchemas } from "./setting-schema.ts";
import type { Workload } from "./workload.ts";

/** A request as the packaged server was measured (docs/benchmarks/2026-11-25.json), in the sizes of the shipped model. */
const USUAL = {
  requestsPerMonth: 1_000_000,
  durationMs: 0.139,
  memoryMiB: 256,
  requestBytes: 500,
  responseBytes: 200,
  peakFactor: 3,
} as const satisfies Workload;

export const estimateSettings = z.strictObject({
  budgetUsd: z
    .number()
    .min(0)
    .max(1e9)
    .optional()
    .meta({ example: 100 })
    .describe("USD a month above which `npm run up` and `npm run preview` warn. Default: no budget."),
  requestsPerMonth: z
    .int()
    .min(0)
    .max(1e11)
    .default(USUAL.requestsPerMonth)
    .describe("Requests a month that the estimate assumes."),
  durationMs: z
    .number()
    .min(0.001)
    .max(900_000)
    .default(USUAL.durationMs)
    .describe("Service time of a request on one vCPU that the estimate assumes."),
});

export type EstimateSettings = z.output<typeof estimateSettings>;

export const estimateSchemas = settingSchemas(estimateSettings);

/** Their keys, which no target may use for settings of its own. */
export const ESTIMATE_KEYS: readonly string[] = Object.keys(estimateSchemas);

/** The workload of a stack's estimate. */
export function assumedWorkload({ requestsPerMonth, durationMs }: EstimateSettings): Workload {
  return { ...USUAL, requestsPerMonth, durationMs };
}
