// The flags of `modelport advise`: one for each field of the requirements, and those of the report.
import { PRESETS } from "@modelport/advising/presets";
import { type NumberField, RANGES, rangeInWords, RESIDENCY } from "@modelport/advising/ranges";
import type { Flags } from "../flags.ts";

/** `requestsPerMonth` is `--requests-per-month`, and `p99Ms` is `--p99-ms`. */
export const flagOf = (field: string): string =>
  field.replaceAll(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`).replace("mi-b", "mib");

const numbers: Flags = Object.fromEntries(
  (Object.keys(RANGES) as NumberField[]).map((field) => [
    flagOf(field),
    { takes: "<number>", help: `${RANGES[field].what}:\n${rangeInWords(field)}` },
  ]),
);

export const SWITCHES = {
  gpu: "a GPU is required",
  multiCloud: "it must run at more than one vendor",
  networkControl: "the team must control routes and network policies",
  existingCluster: "the team operates a Kubernetes cluster already",
  public: "clients call it over the internet: with load balancers, addresses and egress",
} as const;

const switches: Flags = Object.fromEntries(
  Object.entries(SWITCHES).map(([field, help]) => [flagOf(field), { help }] as const),
);

export const flags: Flags = {
  preset: {
    takes: "<name>",
    help: `the fields that nothing else gives (default: artifact), from\n${Object.entries(PRESETS)
      .map(([name, { what }]) => `${name}: ${what}`)
      .join("\n")}`,
  },
  workload: { takes: "<file>", help: "JSON with any of the fields below, in camel case; hourlyWeights too" },
  "access-log": {
    takes: "<file>",
    help: "count its requests, by the hour: common or combined format, of an\nApplication Load Balancer, JSON lines, or lines with ISO times; gzip too;\n- is standard input",
  },
  measure: {
    help: "run the packaged server of this clone with the limits of each target's\ninstance, and use its CPU time and its memory; Linux, and root for limits",
  },
  ...numbers,
  ...switches,
  region: { takes: "<name>", help: "beginning of the regions whose prices count, such as eu (default: us)" },
  residency: { takes: "<places>", help: `where data must stay:\n${RESIDENCY}` },
  "free-tier": { help: "count what vendors give away each month" },
  spot: { help: "use Spot capacity where a target has it" },
  commitment: { help: "commit for a year to what runs at every hour" },
  on: { takes: "<date>", help: "day whose dated prices apply (default: when they were read)" },
  "hourly-rate": { takes: "<USD>", help: "show what people's hours cost, beside the rest" },
  prices: { takes: "<file>", help: "JSON with your own prices by target and price id, in USD" },
  weights: { takes: "<file>", help: "JSON with cost, people and risk from 0 to 1, and indifferentUsd" },
  format: { takes: "<format>", help: "table, json or markdown (default: table)" },
  lang: { takes: "<language>", help: "en or es (default: en)" },
  from: { takes: "<target>", help: "the target that is deployed: what a move to another one changes" },
  to: { takes: "<target>", help: "where to move (default: the recommended target)" },
  adr: { takes: "<file>", help: "write the decision as a record in the form of MADR" },
  settings: { takes: "<folder>", help: "write Pulumi.<target>.yaml of the recommended target into it" },
  force: { help: "replace these files if they exist" },
};
