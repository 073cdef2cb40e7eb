// What a model has to serve, and what its team requires of a platform: parsed once, strictly.
import { nearestKey, type Needs, type Workload } from "@modelport/target-kit";
import * as z from "zod";
import { residencyOf } from "./residency.ts";
import { type NumberField, type Range, RANGES, rangeInWords, RESIDENCY } from "./ranges.ts";

/** A requirement that cannot be used; its message is one sentence with the field and what it takes. */
export class RequirementsError extends Error {
  override readonly name = "RequirementsError";
}

const number = (field: NumberField) => {
  const { least, most, isWhole }: Range = RANGES[field];
  const holds = (value: unknown) =>
    typeof value === "number" && value >= least && value <= most && (isWhole !== true || Number.isInteger(value));
  return z
    .custom<number>(holds, { error: ({ input }) => sentence(field, input, rangeInWords(field)) })
    .transform((value) => value + 0); // -0 is 0.
};
const flag = (field: string) =>
  z.boolean({ error: ({ input }) => sentence(field, input, "true or false") }).default(false);

const WEIGHTS = "a list of 24 or 168 numbers from 0, one for each hour of a day or a week, that are not all 0";
const hourlyWeights = z.custom<readonly number[]>(isHourly, {
  error: ({ input }) => sentence("hourlyWeights", input, WEIGHTS),
});

const LEAST_WEIGHT = 1e-100;
const MOST_WEIGHT = 1e100;

function isHourly(value: unknown): boolean {
  if (!Array.isArray(value) || (value.length !== 24 && value.length !== 168)) return false;
  if (!value.every((each) => Number.isFinite(each) && each >= 0)) return false;
  // Sums of numbers near the ends of what a double holds are infinite, and their means zero.
  const peak = Math.max(...(value as readonly number[]));
  return peak > LEAST_WEIGHT && peak < MOST_WEIGHT;
}

const residency = z
  .custom<unknown>((given) => residencyOf(given) !== undefined, {
    error: ({ input }) => sentence("residency", input, RESIDENCY),
  })
  .transform((given) => residencyOf(given) ?? [])
  .optional();

const schema = z.strictObject({
  requestsPerMonth: number("requestsPerMonth"),
  durationMs: number("durationMs"),
  memoryMiB: number("memoryMiB"),
  modelMiB: number("modelMiB").default(0),
  requestBytes: number("requestBytes").default(500),
  responseBytes: number("responseBytes").default(200),
  peakFactor: number("peakFactor").optional(),
  hourlyWeights: hourlyWeights.optional(),
  p99Ms: number("p99Ms").optional(),
  coldStartMs: number("coldStartMs").optional(),
  timeoutSeconds: number("timeoutSeconds").optional(),
  team: number("team").default(1),
  budgetUsd: number("budgetUsd").optional(),
  gpu: flag("gpu"),
  multiCloud: flag("multiCloud"),
  networkControl: flag("networkControl"),
  existingCluster: flag("existingCluster"),
  public: flag("public"),
  services: number("services").default(1),
  residency,
  region: z
    .string({ error: ({ input }) => sentence("region", input, REGION) })
    .regex(/^[a-z][a-z0-9-]*$/, { error: ({ input }) => sentence("region", input, REGION) })
    .default("us"),
});
const REGION = "the beginning of a region's name, such as us, eu or us-east-1";

/** The fields as they stand in a file or come from flags. */
export type RawRequirements = Readonly<Record<string, unknown>>;
/** `peakFactor` is always set: as given, or computed from `hourlyWeights`. */
export type Requirements = Readonly<Omit<z.output<typeof schema>, "peakFactor"> & { peakFactor: number }>;

const FIELDS: readonly string[] = Object.keys(schema.shape);

const DEFAULT_PEAK = 3;

/** @throws {RequirementsError} about the first field that is wrong */
export function parseRequirements(raw: RawRequirements): Requirements {
  const unknown = Object.keys(raw).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) throw new RequirementsError(unknownField(unknown));
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new RequirementsError(parsed.error.issues[0]?.message ?? "The requirements are wrong.");
  const { peakFactor, ...fields } = parsed.data;
  const { hourlyWeights: hours } = fields;
  if (hours !== undefined && peakFactor !== undefined) {
    throw new RequirementsError("peakFactor and hourlyWeights say the same thing: leave one of them out.");
  }
  if (fields.p99Ms !== undefined && fields.p99Ms <= fields.durationMs) {
    throw new RequirementsError(
      `p99Ms is ${fields.p99Ms}, but it must be above durationMs, ${fields.durationMs}: no platform answers faster than the model does.`,
    );
  }
  return {
    ...fields,
    // A server reads all of its model into memory.
    memoryMiB: Math.max(fields.memoryMiB, Math.ceil(fields.modelMiB)),
    peakFactor: peakFactor ?? (hours === undefined ? DEFAULT_PEAK : peakFactorOf(hours)),
  };
}

/** The busiest hour divided by the mean of all. */
export function peakFactorOf(hours: readonly number[]): number {
  return (Math.max(...hours) * hours.length) / hours.reduce((sum, each) => sum + each, 0);
}

function sentence(field: string, value: unknown, allowed: string): string {
  if (value === undefined) return `${field} is missing: it takes ${allowed}.`;
  const shown = typeof value === "number" ? String(value) : inJson(value);
  return `${field} is ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}, but it must be ${allowed}.`;
}

function inJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "too deeply nested";
  }
}

function unknownField(field: string): string {
  const meant = nearestKey(field, FIELDS);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  return `${JSON.stringify(field.slice(0, 60))} is not a field of the requirements${hint}: the fields are ${FIELDS.join(", ")}.`;
}

/** The part of the requirements that a target's `cost` looks at. */
export function workloadOf(requirements: Requirements): Workload {
  const { requestsPerMonth, durationMs, memoryMiB, requestBytes, responseBytes, peakFactor } = requirements;
  const { p99Ms, hourlyWeights: hours } = requirements;
  return {
    requestsPerMonth,
    durationMs,
    memoryMiB,
    requestBytes,
    responseBytes,
    peakFactor,
    ...(p99Ms !== undefined && { p99Ms }),
    ...(hours !== undefined && { hourlyWeights: hours }),
  };
}

/** The part that a target's settings depend on. */
export function needsOf({ memoryMiB, modelMiB, public: isPublic, existingCluster }: Requirements): Needs {
  return { memoryMiB, modelMiB, public: isPublic, existingCluster };
}
