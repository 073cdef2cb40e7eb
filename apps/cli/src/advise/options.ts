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

const FORMATS = ["table", "json", "markdown"] as const;

/** `modelport advise`, parsed. */
export interface AdviseOptions {
  readonly requirements: Requirements;
  readonly advice: AdviceOptions;
  readonly format: (typeof FORMATS)[number];
  readonly language: Language;
  /** Where to write the decision record; undefined if not given. */
  readonly adr: string | undefined;
  /** The folder for the recommended target's stack file; undefined if not given. */
  readonly settings: string | undefined;
  readonly force: boolean;
}

/** @throws {UsageError} */
export function parseOptions(argv: readonly string[]): AdviseOptions {
  const { values, words } = readFlags("advise", flags, argv);
  const first = (name: string) => values.get(name)?.[0];
  if (words[0] !== undefined) {
    throw new UsageError(
      `${shown(words[0])} is not a flag, and advise takes only flags: \`modelport advise --help\` has examples.`,
    );
  }
  const [prices, weights] = [first("prices"), first("weights")];
  return {
    requirements: requirementsOf(first, values),
    advice: {
      ...(prices !== undefined && { prices: pricesOf(prices) }),
      ...(weights !== undefined && { weights: weightsOf(weights) }),
      ...(values.has("free-tier") && { freeTier: true }),
    },
    format: chosenOf("format", first("format"), FORMATS, "table"),
    language: chosenOf("lang", first("lang"), Object.keys(LANGUAGES) as Language[], "en"),
    adr: first("adr"),
    settings: first("settings"),
    force: values.has("force"),
  };
}

/** Fields of flags replace those of the file, these those that are `assumed`, and these those of the preset. */
export function requirementsOf(
  first: (name: string) => string | undefined,
  given: ReadonlyMap<string, unknown>,
  assumed: RawRequirements = {},
): Requirements {
  const preset = chosenOf("preset", first("preset"), PRESET_NAMES, DEFAULT_PRESET);
  const file = first("workload");
  const fromFile = file === undefined ? {} : objectIn("workload", file);
  const byFlag: Record<string, unknown> = {};
  for (const field of [...Object.keys(RANGES), "region"]) {
    const value = first(flagOf(field));
    if (value !== undefined) byFlag[field] = field === "region" ? value : numberOf(value);
  }
  for (const field of Object.keys(SWITCHES)) if (given.has(flagOf(field))) byFlag[field] = true;
  const own = { ...fromFile, ...byFlag };
  try {
    return parseRequirements({ ...presetFor(preset, own), ...assumed, ...own });
  } catch (error) {
    if (!(error instanceof RequirementsError)) throw error;
    throw new UsageError(named(error.message, byFlag, fromFile, file));
  }
}

/** Hours that are given replace the preset's peak. */
function presetFor(preset: (typeof PRESET_NAMES)[number], own: RawRequirements): RawRequirements {
  const { peakFactor, ...fields }: RawRequirements = PRESETS[preset].fields;
  return peakFactor === undefined || own["hourlyWeights"] !== undefined ? fields : { ...fields, peakFactor };
}

/** The sentence about a field says where it was given. */
function named(sentence: string, byFlag: RawRequirements, fromFile: RawRequirements, file: string | undefined): string {
  const field = /^"?(\w+)/.exec(sentence)?.[1] ?? "";
  if (Object.hasOwn(byFlag, field)) return sentence.replace(field, `--${flagOf(field)}`);
  return file !== undefined && Object.hasOwn(fromFile, field) ? `In ${shown(file)}, ${sentence}` : sentence;
}

/** What is not a number is left as it is, for the sentence about it. */
function numberOf(text: string): number | string {
  return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
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

function objectIn(flag: string, path: string): RawRequirements {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
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
