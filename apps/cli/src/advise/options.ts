import { readFileSync } from "node:fs";
import {
  type AdviceOptions,
  type Language,
  LANGUAGES,
  parseRequirements,
  parseWeights,
  type PricesByTarget,
  type RawRequirements,
  type Requirements,
  RequirementsError,
  WeightsError,
} from "@modelport/advising";
import { DEFAULT_PRESET, PRESET_NAMES, PRESETS } from "@modelport/advising/presets";
import { RANGES } from "@modelport/advising/ranges";
import { shown, UsageError } from "../exit.ts";
import { chosenOf } from "../flag-values.ts";
import { readFlags } from "../flags.ts";
import { flagOf, flags, SWITCHES } from "./flags.ts";
import type { MoveFlags } from "./move.ts";

const TEXTS: readonly string[] = ["region", "residency"];
const FORMATS = ["table", "json", "markdown"] as const;

/** `modelport advise`, parsed. */
export interface AdviseOptions {
  readonly requirements: Requirements;
  readonly advice: AdviceOptions;
  readonly format: (typeof FORMATS)[number];
  readonly language: Language;
  readonly move: MoveFlags;
  /** Where to write the decision record; undefined if not given. */
  readonly adr: string | undefined;
  /** The folder for the recommended target's stack file; undefined if not given. */
  readonly settings: string | undefined;
  readonly force: boolean;
  /** Whose requests count; undefined if not given. */
  readonly accessLog: string | undefined;
  readonly measure: boolean;
}

/** Fields of the requirements that were counted or measured, and where: `In "access.log"`. */
export interface Found {
  readonly where: string;
  readonly fields: RawRequirements;
}

/** What was found replaces the fields of a file and of the preset, but not those of flags. @throws {UsageError} */
export function parseOptions(argv: readonly string[], found: readonly Found[] = []): AdviseOptions {
  const { values, words } = readFlags("advise", flags, argv);
  const first = (name: string) => values.get(name)?.[0];
  if (words[0] !== undefined) {
    throw new UsageError(
      `${shown(words[0])} is not a flag, and advise takes only flags: \`modelport advise --help\` has examples.`,
    );
  }
  const [prices, weights, on, rate] = [first("prices"), first("weights"), first("on"), first("hourly-rate")];
  return {
    requirements: requirementsOf(first, values, { found }),
    advice: {
      ...(prices !== undefined && { prices: pricesOf(prices) }),
      ...(weights !== undefined && { weights: weightsOf(weights) }),
      ...(values.has("free-tier") && { freeTier: true }),
      ...(values.has("spot") && { spot: true }),
      ...(values.has("commitment") && { commitment: true }),
      ...(on !== undefined && { on: dayOf(on) }),
      ...(rate !== undefined && { hourlyRateUsd: rateOf(rate) }),
    },
    format: chosenOf("format", first("format"), FORMATS, "table"),
    language: chosenOf("lang", first("lang"), Object.keys(LANGUAGES) as Language[], "en"),
    move: { from: first("from"), to: first("to") },
    adr: first("adr"),
    settings: first("settings"),
    force: values.has("force"),
    accessLog: first("access-log"),
    measure: values.has("measure"),
  };
}

/** In order of precedence: fields of flags, then what was found, the file, what is assumed, and the preset. */
export function requirementsOf(
  first: (name: string) => string | undefined,
  given: ReadonlyMap<string, unknown>,
  { assumed = [], found = [] }: { readonly assumed?: readonly Found[]; readonly found?: readonly Found[] },
): Requirements {
  const preset = chosenOf("preset", first("preset"), PRESET_NAMES, DEFAULT_PRESET);
  const file = first("workload");
  const byFlag: Record<string, unknown> = {};
  for (const field of [...Object.keys(RANGES), ...TEXTS]) {
    const value = first(flagOf(field));
    if (value !== undefined) byFlag[field] = TEXTS.includes(field) ? value : numberOf(value);
  }
  for (const field of Object.keys(SWITCHES)) if (given.has(flagOf(field))) byFlag[field] = true;
  const fromFile = file === undefined ? [] : [{ where: `In ${shown(file)}`, fields: objectIn("workload", file) }];
  const layers = [...assumed, ...fromFile, ...found];
  try {
    return parseRequirements([...layers.map(({ fields }) => fields), byFlag].reduce(over, PRESETS[preset].fields));
  } catch (error) {
    if (!(error instanceof RequirementsError)) throw error;
    throw new UsageError(named(error.message, byFlag, layers));
  }
}

/** Hours and a peak say the same thing, so that either replaces the other. */
function over(below: RawRequirements, above: RawRequirements): RawRequirements {
  const { peakFactor, hourlyWeights, ...others } = below;
  const hasShape = above["peakFactor"] !== undefined || above["hourlyWeights"] !== undefined;
  const shape = {
    ...(peakFactor !== undefined && { peakFactor }),
    ...(hourlyWeights !== undefined && { hourlyWeights }),
  };
  return { ...others, ...(!hasShape && shape), ...above };
}

/** The sentence about a field says where it was given. */
function named(sentence: string, byFlag: RawRequirements, layers: readonly Found[]): string {
  const field = /^"?(\w+)/.exec(sentence)?.[1] ?? "";
  if (Object.hasOwn(byFlag, field)) return sentence.replace(field, `--${flagOf(field)}`);
  const layer = layers.findLast(({ fields }) => Object.hasOwn(fields, field));
  return layer === undefined ? sentence : `${layer.where}, ${sentence}`;
}

/** What is not a number is left as it is, for the sentence about it. */
function numberOf(text: string): number | string {
  return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}

function dayOf(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(text)) return text;
  throw new UsageError(`--on is ${shown(text)}, but it must be a date such as 2027-03-27.`);
}

const HIGHEST_RATE_USD = 10_000;

function rateOf(text: string): number {
  const rate = numberOf(text);
  if (typeof rate === "number" && rate >= 0 && rate <= HIGHEST_RATE_USD) return rate;
  throw new UsageError(
    `--hourly-rate is ${shown(text)}, but it must be a number of USD from 0 to ${HIGHEST_RATE_USD}.`,
  );
}

function weightsOf(file: string) {
  try {
    return parseWeights(objectIn("weights", file));
  } catch (error) {
    if (error instanceof WeightsError) throw new UsageError(`In ${shown(file)}, ${error.message}`);
    throw error;
  }
}

/** Whose ids the targets know; what is wrong with one is said by the target. */
export function pricesOf(file: string): PricesByTarget {
  const prices = objectIn("prices", file);
  const wrong = Object.entries(prices).find(([, ids]) => !isObject(ids));
  if (wrong === undefined) return prices as PricesByTarget;
  throw new UsageError(
    `In ${shown(file)}, ${shown(wrong[0])} must be an object of USD by price id, such as {"requests": 0.2}: correct it.`,
  );
}

/** @throws {UsageError} if there are prices of a target that is not `known` */
export function refuseOtherTargets(prices: PricesByTarget, known: readonly string[]): void {
  const unknown = Object.keys(prices).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(`--prices has ${shown(unknown)}, but it must be one of ${known.join(", ")}: correct it.`);
}

function objectIn(flag: string, path: string): RawRequirements {
  let text: string;
  try {
    // Editors of Windows begin files with a byte order mark.
    text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`The file ${shown(path)} of --${flag} cannot be read (${code}): check the path.`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // The sentence below says what it must be.
  }
  throw new UsageError(`The file ${shown(path)} of --${flag} is not a JSON object: correct it.`);
}

const isObject = (value: unknown): value is RawRequirements =>
  typeof value === "object" && value !== null && !Array.isArray(value);
