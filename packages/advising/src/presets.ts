// Requirements under a name. Flags and files replace their fields.
import type { RawRequirements } from "./requirements.ts";

export interface Preset {
  readonly what: string;
  readonly source: string;
  readonly fields: RawRequirements;
}

/** The packaged server as measured: median CPU time of a request without concurrency, which is its most expensive case. */
const measured = { durationMs: 0.139, memoryMiB: 256 } as const;
/** Section 12.5: even traffic of 200 ms and 1 GB a request. */
const course = { durationMs: 200, memoryMiB: 1024, peakFactor: 1 } as const;
const phases = "module 12 of the course, section 12.6; the numbers are this project's reading of the phase";

export const PRESETS = {
  artifact: {
    what: "a million requests as the packaged server was measured",
    source: 'docs/benchmarks/2026-11-25.json, "everything on", one connection: Intel Xeon, Node 24.21.0, 2026-11-25',
    fields: { requestsPerMonth: 1e6, ...measured },
  },
  course: {
    what: "the course's million requests of 200 ms and 1 GB",
    source: "module 12 of the course, section 12.5",
    fields: { requestsPerMonth: 1e6, ...course },
  },
  "course-100m": {
    what: "the same with 100 million requests",
    source: "module 12 of the course, section 12.5",
    fields: { requestsPerMonth: 100e6, ...course },
  },
  mvp: {
    what: "a first version: little traffic, one person",
    source: phases,
    fields: { requestsPerMonth: 200_000, durationMs: 200, memoryMiB: 1024, peakFactor: 5, team: 1 },
  },
  "initial-production": {
    what: "steady traffic, two people, no wait for a start",
    source: phases,
    fields: { requestsPerMonth: 20e6, durationMs: 200, memoryMiB: 1024, peakFactor: 3, team: 2, coldStartMs: 50 },
  },
  enterprise: {
    what: "much traffic, six people, several vendors, own network",
    source: phases,
    fields: {
      requestsPerMonth: 500e6,
      durationMs: 200,
      memoryMiB: 1024,
      peakFactor: 3,
      team: 6,
      multiCloud: true,
      networkControl: true,
    },
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
/** The one that fields are taken from if no other is named. */
export const DEFAULT_PRESET: PresetName = "artifact";
