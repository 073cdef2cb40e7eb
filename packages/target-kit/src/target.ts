// What it means to be a target: a folder under stacks/ states this about one platform.
import type * as z from "zod";
import type { Allowances, CostLine, PriceBook } from "./cost.ts";
import type { Facts } from "./facts.ts";
import { oncePerObject, oncePerValue } from "./once.ts";
import { overridePrices, type PriceOverrides } from "./price-overrides.ts";
import { settingSchemas, type SettingSchemas, settingsReference, type SettingReference } from "./setting-schema.ts";
import { withRules, type Rule } from "./rules.ts";
import { parseSettings, type RawSettings } from "./settings.ts";
import type { Sharing } from "./sharing.ts";
import { committedLines, replacedPrices, type SwitchName, type Switches } from "./switches.ts";
import type { Workload } from "./workload.ts";

export type ArtifactKind = "server-bundle" | "lambda-zip" | "functions-source" | "oci-image";

/** The inputs of an estimate. `allowances` are all zero if the account has used up its free tier. */
export interface CostInputs<S, P extends PriceBook, A extends Allowances> {
  readonly workload: Workload;
  readonly settings: S;
  readonly prices: P;
  readonly allowances: A;
  /** The day, as an ISO date, whose dated prices apply. Default: that on which the target's facts were read. */
  readonly on?: string;
}

/** What an instance has to hold. */
export interface Sizes {
  readonly memoryMiB: number;
  /** The model's files. */
  readonly modelMiB: number;
}

/** Who bills for a target. */
export interface Provider {
  /** As bills name it. */
  readonly name: string;
  /** The configuration key of its region, such as `aws:region`. */
  readonly regionKey: string;
}

/** What one instance may use: a function's, a container's or a pod's limits. */
export interface InstanceSize {
  readonly vcpus: number;
  readonly memoryMiB: number;
}

/** What a stack is for, as far as its settings depend on it. */
export interface Needs extends Sizes {
  /** Whether clients call it over the internet. */
  readonly public?: boolean;
  /** Whether the team has a cluster already. */
  readonly existingCluster?: boolean;
}

/** What a target's folder declares. `S` is the type of its parsed settings, `P` of its prices, `A` of its allowances. */
export interface TargetSpec<N extends string, S, P extends PriceBook, A extends Allowances> {
  /** Also the folder's name and the first part of the stack's. */
  readonly name: N;
  /** Default: none, because it runs on the team's own machines. */
  readonly provider?: Provider;
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
  /** The settings that deploy into a cluster of the team's, which then costs nothing more. Default: it has none of its own. */
  readonly inExistingCluster?: RawSettings;
  /** How several services share what a stack makes. Default: each has everything of its own. */
  readonly sharing?: Sharing;
  readonly facts: Facts;
  /** The list prices of the default region. */
  readonly prices: P;
  /** The list prices of other regions, by region. */
  readonly pricesElsewhere?: Readonly<Record<string, P>>;
  /** The vendor's free tier. */
  readonly allowances: A;
  /** How it costs less than list prices. Default: it does not. */
  readonly switches?: Switches<keyof P & string>;
  /** Complete sets of other prices under a name, such as the course's, in USD by price id. */
  readonly priceBooks?: Readonly<Record<string, Readonly<Record<keyof P & string, number>>>>;
  /** The outputs that it adds to those of every target, with what each is. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Default: an instance may use all of the machine. */
  instanceSize?(settings: S): InstanceSize;
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
  /** The part of these allowances that the stack has, above 0 and at most 1. Default: all of them. */
  readonly allowanceShare?: number;
  /** Whether Spot capacity is used where the target has it; a price book has none. Default: false. */
  readonly spot?: boolean;
  /** Whether a year's commitment covers what runs at every hour; a price book has none. Default: false. */
  readonly commitment?: boolean;
  /** The day, as an ISO date, whose dated prices apply. Default: that on which the target's facts were read. */
  readonly on?: string;
}

/** A target as the rest of the project sees it. The type of its settings is hidden, so that a registry can hold many targets. */
export interface Target<N extends string = string> {
  readonly name: N;
  readonly provider?: Provider;
  readonly artifacts: readonly [ArtifactKind, ...ArtifactKind[]];
  /** The kinds of artifact that a stack with these settings deploys; throws a SettingsError if they are wrong. */
  artifactsFor(raw: RawSettings, stack?: string): readonly ArtifactKind[];
  /** The settings that must differ from the defaults to meet the needs, as they stand in a stack file: the same object each time. */
  settingsFor(needs: Needs): RawSettings;
  readonly sharing: Sharing | undefined;
  readonly facts: Facts;
  readonly prices: PriceBook;
  /** The list prices of every region, by region; the default region comes first. */
  readonly pricesByRegion: Readonly<Record<string, PriceBook>>;
  readonly allowances: Allowances;
  readonly switches: Switches;
  readonly priceBooks: readonly string[];
  /** The prices with those of the price book in their place; throws a RangeError if there is no such book. */
  pricesOf(priceBook: string): PriceBook;
  readonly outputs: Readonly<Record<string, string>>;
  /** Undefined if nothing limits an instance but its machine; throws a SettingsError if the settings are wrong. */
  instanceSize(raw: RawSettings): InstanceSize | undefined;
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
  const { name, artifacts, facts, prices, allowances, switches = {}, priceBooks = {}, outputs, renamed } = spec;
  const schemas = settingSchemas(spec.settings);
  const schema = withRules(spec.settings, spec.rules ?? []);
  const defaultsFor = spec.defaultsFor?.bind(spec);
  const parse = (raw: RawSettings, stack: string = name) =>
    parseSettings(name, schema, raw, { schemas, stack, defaultsFor, renamed });
  // Searches estimate thousands of workloads under the same settings and prices.
  const parsed = oncePerObject((raw: RawSettings) => parse(raw));
  const onSpot = oncePerObject((raw: RawSettings) => switches.spot?.settings?.(raw) ?? raw);
  const regions = pricesByRegion(spec);
  const pricesFor = pricesOnce(spec, regions);
  const none = partOf(allowances, 0);
  return {
    name,
    ...(spec.provider !== undefined && { provider: spec.provider }),
    artifacts,
    artifactsFor: (raw, stack) => {
      const settings = parse(raw, stack);
      return spec.artifactsFor?.(settings) ?? artifacts;
    },
    settingsFor: settingsOnce(spec, schemas),
    sharing: spec.sharing,
    facts,
    prices,
    pricesByRegion: regions,
    allowances,
    switches,
    priceBooks: Object.keys(priceBooks),
    pricesOf: (priceBook) => pricesFor({ priceBook }),
    outputs,
    instanceSize: (raw) => spec.instanceSize?.(parse(raw)),
    parseSettings: parse,
    cost: (workload, raw, options = {}) => {
      const { on, priceBook, allowanceShare = 1 } = options;
      const isOn = (which: SwitchName) => options[which] === true && priceBook === undefined;
      const settings = parsed(isOn("spot") ? onSpot(raw) : raw);
      const free = options.freeTier === true ? partOf(allowances, allowanceShare) : none;
      const linesBy = (book: P) =>
        spec.cost({ workload, settings, prices: book, allowances: free, ...(on !== undefined && { on }) });
      const list = pricesFor(options);
      const bought = isOn("spot") ? replacedPrices(list, switches.spot?.prices) : list;
      const lines = linesBy(bought);
      if (!isOn("commitment") || switches.commitment?.prices === undefined) return lines;
      return committedLines(lines, linesBy(replacedPrices(bought, switches.commitment.prices)), workload);
    },
    settings: settingsReference(schemas),
  };
}

/** Settings name memory in steps that people write, which also leaves few different ones to parse. */
const MEMORY_STEP_MIB = 64;

/** The same object for the same settings, so that they are parsed once. */
function settingsOnce<S>(spec: Settable<S>, schemas: SettingSchemas): (needs: Needs) => RawSettings {
  const same = oncePerValue((json: string): RawSettings => JSON.parse(json) as RawSettings);
  const forNeeds = oncePerValue((isPublic: boolean) =>
    oncePerValue((existingCluster: boolean) =>
      oncePerValue((modelMiB: number) =>
        oncePerValue((memoryMiB: number) =>
          same(
            JSON.stringify(settingsToMeet(spec, schemas, { memoryMiB, modelMiB, public: isPublic, existingCluster })),
          ),
        ),
      ),
    ),
  );
  return ({ memoryMiB, modelMiB, public: isPublic = false, existingCluster = false }) =>
    forNeeds(isPublic)(existingCluster)(modelMiB)(Math.ceil(memoryMiB / MEMORY_STEP_MIB) * MEMORY_STEP_MIB);
}

type Settable<S> = Pick<TargetSpec<string, S, PriceBook, Allowances>, "settingsFor" | "inExistingCluster">;

/** A target without the setting `public` is reachable, or not, as it is. */
function settingsToMeet<S>(
  { settingsFor, inExistingCluster }: Settable<S>,
  schemas: SettingSchemas,
  { public: isPublic, existingCluster, ...sizes }: Required<Needs>,
): RawSettings {
  return {
    ...settingsFor?.(sizes),
    ...(existingCluster && inExistingCluster),
    ...(isPublic && Object.hasOwn(schemas, "public") && { public: true }),
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

/** The prices under the options, put together once for each region and book. */
function pricesOnce<P extends PriceBook>(
  spec: Priced<P>,
  regions: Readonly<Record<string, P>>,
): (options: CostOptions) => P {
  const under = (own: PriceOverrides) =>
    oncePerValue((region: string | undefined) =>
      oncePerValue((priceBook: string | undefined) =>
        overridePrices(listPrices(spec, regions, { region, priceBook }), own, "the user's prices"),
      ),
    );
  const [listed, replaced] = [under({}), oncePerObject(under)];
  return ({ region, priceBook, prices: own }) => (own === undefined ? listed : replaced(own))(region)(priceBook);
}

function listPrices<P extends PriceBook>(
  { name, prices, priceBooks = {} }: Priced<P>,
  regions: Readonly<Record<string, P>>,
  { region, priceBook }: { readonly region: string | undefined; readonly priceBook: string | undefined },
): P {
  const list = region === undefined ? prices : named(region, regions, "prices for the region", name);
  if (priceBook === undefined) return list;
  return overridePrices(list, named(priceBook, priceBooks, "price book", name), `the price book ${priceBook}`);
}

function named<T>(name: string, all: Readonly<Record<string, T>>, what: string, target: string): T {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(all).join(", ") || "none";
  throw new RangeError(`The target ${target} has no ${what} "${name}": it has ${known}.`);
}

function partOf<A extends Allowances>(allowances: A, share: number): A {
  if (share === 1) return allowances;
  const parts = Object.entries(allowances).map(([id, each]) => [id, { ...each, quantity: share * each.quantity }]);
  return Object.fromEntries(parts) as A;
}
