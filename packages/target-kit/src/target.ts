// What it means to be a target: a folder under stacks/ states this about one platform.
import type * as z from "zod";
import type { Allowances, CostLine, PriceBook } from "./cost.ts";
import type { Facts } from "./facts.ts";
import { overridePrices, type PriceOverrides } from "./price-overrides.ts";
import { settingSchemas, settingsReference, type SettingReference } from "./setting-schema.ts";
import { withRules, type Rule } from "./rules.ts";
import { parseSettings, type RawSettings } from "./settings.ts";
import type { Workload } from "./workload.ts";

export type ArtifactKind = "server-bundle" | "lambda-zip" | "functions-source" | "oci-image";

/** The inputs of an estimate. `allowances` are all zero if the account has used up its free tier. */
export interface CostInputs<S, P extends PriceBook, A extends Allowances> {
  readonly workload: Workload;
  readonly settings: S;
  readonly prices: P;
  readonly allowances: A;
}

/** What an instance has to hold. */
export interface Sizes {
  readonly memoryMiB: number;
  /** The model's files. */
  readonly modelMiB: number;
}

/** What a target's folder declares. `S` is the type of its parsed settings, `P` of its prices, `A` of its allowances. */
export interface TargetSpec<N extends string, S, P extends PriceBook, A extends Allowances> {
  /** Also the folder's name and the first part of the stack's. */
  readonly name: N;
  /** The kinds of artifact that it can deploy; its settings may choose among them. */
  readonly artifacts: readonly [ArtifactKind, ...ArtifactKind[]];
  /** The kinds that it deploys under `settings`, which must be packaged first. Default: all. */
  artifactsFor?(settings: S): readonly ArtifactKind[];
  /** A strict zod object; every setting has a default, so that an empty stack file is valid. */
  readonly settings: z.ZodType<S>;
  /** What is refused of settings that are each valid on their own. */
  readonly rules?: readonly Rule<S>[];
  /** Today's keys by former ones, which are refused with the commands that move their values. */
  readonly renamed?: Readonly<Record<string, keyof S & string>>;
  /**
   * Defaults that depend on other settings, so that changing one setting alone is never refused because of a default. `given`
   * is what the stack's file has, typed if the value could be read, and not yet checked.
   */
  defaultsFor?(given: RawSettings): Partial<S>;
  /** The settings that must differ from the defaults to hold that much. Default: none. */
  settingsFor?(sizes: Sizes): RawSettings;
  readonly facts: Facts;
  /** The list prices of the default region. */
  readonly prices: P;
  /** The list prices of other regions, by region. */
  readonly pricesElsewhere?: Readonly<Record<string, P>>;
  /** The vendor's free tier. */
  readonly allowances: A;
  /** Complete sets of other prices under a name, such as the course's, in USD by price id. */
  readonly priceBooks?: Readonly<Record<string, Readonly<Record<keyof P & string, number>>>>;
  /** The outputs that it adds to those of every target, with what each is. */
  readonly outputs: Readonly<Record<string, string>>;
  cost(inputs: CostInputs<S, P, A>): readonly CostLine[];
}

/** How an estimate departs from list prices without a free tier. */
export interface CostOptions {
  /** The region whose list prices apply. Default: that of the target's `prices`. */
  readonly region?: string;
  /** The name of one of the target's price books. */
  readonly priceBook?: string;
  /** The user's own prices by id, which override the book's. */
  readonly prices?: PriceOverrides;
  /** Whether the vendor's monthly allowances are still unused. Default: false, as in an account with other services. */
  readonly freeTier?: boolean;
}

/** A target as the rest of the project sees it. The type of its settings is hidden, so that a registry can hold many targets. */
export interface Target<N extends string = string> {
  readonly name: N;
  readonly artifacts: readonly [ArtifactKind, ...ArtifactKind[]];
  /** The kinds of artifact that a stack with these settings deploys; throws a SettingsError if they are wrong. */
  artifactsFor(raw: RawSettings, stack?: string): readonly ArtifactKind[];
  /** The settings that must differ from the defaults to hold that much, as they stand in a stack file. */
  settingsFor(sizes: Sizes): RawSettings;
  readonly facts: Facts;
  readonly prices: PriceBook;
  /** The list prices of every region, by region; the default region comes first. */
  readonly pricesByRegion: Readonly<Record<string, PriceBook>>;
  readonly allowances: Allowances;
  readonly priceBooks: readonly string[];
  /** The prices with those of the price book in their place; throws a RangeError if there is no such book. */
  pricesOf(priceBook: string): PriceBook;
  readonly outputs: Readonly<Record<string, string>>;
  /** The parsed settings, for the target's own `deploy`; throws a SettingsError with one sentence per problem. */
  parseSettings(raw: RawSettings, stack?: string): unknown;
  /** The monthly estimate for `workload` under settings as they stand in a stack file. */
  cost(workload: Workload, raw: RawSettings, options?: CostOptions): readonly CostLine[];
  /** The settings as rows of a reference page. */
  readonly settings: readonly SettingReference[];
}

export function defineTarget<const N extends string, S, P extends PriceBook, A extends Allowances>(
  spec: TargetSpec<N, S, P, A>,
): Target<N> {
  const { name, artifacts, facts, prices, allowances, priceBooks = {}, outputs, renamed } = spec;
  const schemas = settingSchemas(spec.settings);
  const schema = withRules(spec.settings, spec.rules ?? []);
  const defaultsFor = spec.defaultsFor?.bind(spec);
  const parse = (raw: RawSettings, stack: string = name) =>
    parseSettings(name, schema, raw, { schemas, stack, defaultsFor, renamed });
  // Searches estimate thousands of workloads under the same settings.
  const parsed = new WeakMap<RawSettings, { readonly settings: S }>();
  const parseOnce = (raw: RawSettings): S => {
    const known = parsed.get(raw) ?? { settings: parse(raw) };
    parsed.set(raw, known);
    return known.settings;
  };
  return {
    name,
    artifacts,
    artifactsFor: (raw, stack) => {
      const settings = parse(raw, stack);
      return spec.artifactsFor?.(settings) ?? artifacts;
    },
    settingsFor: (sizes) => spec.settingsFor?.(sizes) ?? {},
    facts,
    prices,
    pricesByRegion: pricesByRegion(spec),
    allowances,
    priceBooks: Object.keys(priceBooks),
    pricesOf: (priceBook) => pricesFor(spec, { priceBook }),
    outputs,
    parseSettings: parse,
    cost: (workload, raw, options = {}) =>
      spec.cost({
        workload,
        settings: parseOnce(raw),
        prices: pricesFor(spec, options),
        allowances: options.freeTier === true ? allowances : nothingFree(allowances),
      }),
    settings: settingsReference(schemas),
  };
}

type Priced<P extends PriceBook> = Pick<
  TargetSpec<string, unknown, P, Allowances>,
  "name" | "prices" | "pricesElsewhere" | "priceBooks"
>;

function pricesByRegion<P extends PriceBook>({ prices, pricesElsewhere }: Priced<P>): Readonly<Record<string, P>> {
  const [first] = Object.values(prices);
  return { ...(first === undefined ? {} : { [first.region]: prices }), ...pricesElsewhere };
}

function pricesFor<P extends PriceBook>(spec: Priced<P>, { region, priceBook, prices: own = {} }: CostOptions): P {
  const list =
    region === undefined ? spec.prices : named(region, pricesByRegion(spec), "prices for the region", spec.name);
  if (priceBook === undefined) return overridePrices(list, own, "the user's prices");
  const book = named(priceBook, spec.priceBooks ?? {}, "price book", spec.name);
  return overridePrices(overridePrices(list, book, `the price book ${priceBook}`), own, "the user's prices");
}

function named<T>(name: string, all: Readonly<Record<string, T>>, what: string, target: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(all).join(", ") || "none";
  throw new RangeError(`The target ${target} has no ${what} "${name}": it has ${known}.`);
}

function nothingFree<A extends Allowances>(allowances: A): A {
  const none = Object.entries(allowances).map(([id, allowance]) => [id, { ...allowance, quantity: 0 }]);
  return Object.fromEntries(none) as A;
}
