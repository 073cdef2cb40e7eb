// What each number of the requirements may be: data, without a parser.

export interface Range {
  readonly least: number;
  readonly most: number;
  readonly isWhole?: true;
  readonly what: string;
}

/** Every number, with what it may be. */
export const RANGES = {
  requestsPerMonth: { least: 0, most: 1e11, isWhole: true, what: "requests a month" },
  durationMs: { least: 0.001, most: 900_000, what: "service time of a request on one vCPU, in ms" },
  memoryMiB: {
    least: 64,
    most: 1_048_576,
    isWhole: true,
    what: "MiB of memory that an instance needs, at least the model's size",
  },
  modelMiB: { least: 0, most: 1_048_576, what: "size of the model's files, in MiB" },
  requestBytes: { least: 0, most: 1e9, isWhole: true, what: "bytes of a request" },
  responseBytes: { least: 0, most: 1e9, isWhole: true, what: "bytes of a response" },
  peakFactor: { least: 1, most: 1000, what: "busiest hour divided by the average hour" },
  p99Ms: { least: 0.001, most: 900_000, what: "what 99 of 100 requests must be answered within, in ms" },
  coldStartMs: { least: 0, most: 600_000, what: "the longest start that a request may wait for, in ms" },
  timeoutSeconds: { least: 0.001, most: 86_400, what: "how long the longest request takes, in seconds" },
  team: { least: 1, most: 1000, isWhole: true, what: "people who operate it" },
  services: { least: 1, most: 100, isWhole: true, what: "models like this one, each with these requests" },
  budgetUsd: { least: 0, most: 1e9, what: "USD a month at most" },
} as const satisfies Readonly<Record<string, Range>>;

export type NumberField = keyof typeof RANGES;

/** What `residency` may be. */
export const RESIDENCY = "a list of countries as two letters, such as de, or eu for the European Union";

/** In words, such as `a whole number from 1 to 1000`. */
export function rangeInWords(field: NumberField): string {
  const { least, most, isWhole }: Range = RANGES[field];
  return `a ${isWhole === true ? "whole number" : "number"} from ${least} to ${most}`;
}
