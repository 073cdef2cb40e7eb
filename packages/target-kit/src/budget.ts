// Whether the estimate of a stack is above its budget: said on every `up` and `preview`, without a network.
import { configCommand } from "./config-command.ts";
import { type CostLine, isTotalKnown, totalUsdPerMonth } from "./cost.ts";
import { assumedWorkload, ESTIMATE_KEYS, type EstimateSettings, estimateSettings } from "./estimate-settings.ts";
import { parseSettings, settingsOf, stackSettings } from "./settings.ts";
import type { Target } from "./target.ts";

/** A stack's whole configuration, by key with its namespace; a structure is its JSON. */
type Configuration = Readonly<Record<string, string>>;

/** What the stack's estimate assumes, and its budget. @throws {SettingsError} with a sentence for each wrong value */
export function estimateSettingsOf(configuration: Configuration, stack: string): EstimateSettings {
  const all = stackSettings(configuration);
  const own = Object.fromEntries(Object.entries(all).filter(([key]) => ESTIMATE_KEYS.includes(key)));
  return parseSettings("estimate", estimateSettings, own, { stack });
}

/** The region that the stack's provider has, if the target has one; undefined if the stack sets none. */
export function regionOf({ provider }: Pick<Target, "provider">, configuration: Configuration): string | undefined {
  return provider === undefined ? undefined : configuration[provider.regionKey];
}

interface Budgeted {
  readonly target: Target;
  readonly stack: string;
  readonly configuration: Configuration;
}

/**
 * A sentence if the estimate is above `modelport:budgetUsd`; none without a budget.
 * @throws {SettingsError} if a setting of the estimate or of the target is wrong
 */
export function budgetWarnings({ target, stack, configuration }: Budgeted): readonly string[] {
  const settings = estimateSettingsOf(configuration, stack);
  const { budgetUsd, requestsPerMonth, durationMs } = settings;
  if (budgetUsd === undefined) return [];
  const region = regionOf(target, configuration);
  const priced = region !== undefined && Object.hasOwn(target.pricesByRegion, region) ? { region } : {};
  const lines = target.cost(assumedWorkload(settings), settingsOf(configuration), priced);
  const total = totalUsdPerMonth(lines);
  if (total <= budgetUsd) return [];
  const [first = "another region"] = Object.keys(target.pricesByRegion);
  const elsewhere =
    region === undefined || priced.region !== undefined
      ? ""
      : ` (with prices of ${first}: there are none of ${region})`;
  return [
    `The estimate of ${stack} is ${isTotalKnown(lines) ? "" : "at least "}${usd(total)} USD a month for ` +
      `${requestsPerMonth.toLocaleString("en-US")} requests of ${durationMs} ms${elsewhere}, ${usd(total - budgetUsd)} above ` +
      `modelport:budgetUsd, ${budgetUsd}. ${largest(lines)} \`npx modelport cost --stack ${stack}\` shows every line: change ` +
      `the settings behind them, correct the traffic with ${configCommand({ key: "requestsPerMonth", value: requestsPerMonth }, stack)}, ` +
      `or raise the budget with ${configCommand({ key: "budgetUsd", value: Math.ceil(total) }, stack)}.`,
  ];
}

function largest(lines: readonly CostLine[]): string {
  const some = lines
    .toSorted((a, b) => b.usdPerMonth - a.usdPerMonth)
    .slice(0, 2)
    .filter(({ usdPerMonth }) => usdPerMonth > 0)
    .map(({ name, usdPerMonth }) => `${name} (${usd(usdPerMonth)})`);
  return `It is mostly ${some.join(" and ")}.`;
}

const usd = (amount: number): string => amount.toFixed(2);
