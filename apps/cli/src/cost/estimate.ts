import { estimate, type Requirements } from "@modelport/advising";
import * as registry from "@modelport/stacks/registry";
import {
  type CostLine,
  estimateSettingsOf,
  regionOf,
  resolveTarget,
  SettingsError,
  settingsOf,
  type Target,
} from "@modelport/target-kit";
import { UsageError } from "../exit.ts";
import type { StackCostOptions } from "./options.ts";
import type { Configuration } from "./project.ts";

/** What a stack's settings cost a month. */
export interface StackCost {
  readonly stack: string;
  readonly target: Target;
  readonly requirements: Requirements;
  readonly budgetUsd: number | undefined;
  readonly lines: readonly CostLine[];
  readonly usdPerMonth: number;
  readonly fixedUsd: number;
  readonly lowUsd: number;
  readonly highUsd: number;
  /** If false, a price is unknown and the total is a lower bound. */
  readonly isKnown: boolean;
  /** The region of the prices, and the stack's own if there are none for it. */
  readonly region: string;
  readonly noPricesOf: string | undefined;
}

/** @throws {UsageError} if the name chooses no target, or if a setting or a price is wrong */
export function costOf(stack: string, configuration: Configuration, options: StackCostOptions): StackCost {
  const { target } = inOneSentence(() => resolveTarget(stack, registry));
  return inOneSentence(() => {
    const { budgetUsd, ...assumed } = estimateSettingsOf(configuration, stack);
    const settings = settingsOf(configuration);
    target.parseSettings(settings, stack);
    const region = regionOf(target, configuration);
    // A workload file may be one for `advise`, but a stack is one service where its own settings put it.
    const requirements = options.workload(assumed, { region: region ?? "us", services: 1, residency: undefined });
    const estimated = estimate(target, requirements, {
      settings: { [target.name]: settings },
      prices: options.prices,
      freeTier: options.freeTier,
    });
    const { lines } = estimated;
    return {
      ...estimated,
      stack,
      target,
      requirements,
      budgetUsd,
      fixedUsd: lines.reduce((sum, { recurrence, usdPerMonth }) => sum + (recurrence === "fixed" ? usdPerMonth : 0), 0),
      noPricesOf: estimated.isElsewhere ? region : undefined,
    };
  });
}

/** Whether the stack's name chooses a target. */
export function choosesTarget(stack: string): boolean {
  return Object.values(registry).some(({ name }) => name === stack.split("-")[0]);
}

function inOneSentence<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.problems.join(" "));
    if (!(error instanceof Error)) throw error;
    if (error.name === "PriceOverrideError") throw new UsageError(`--prices: ${error.message}`);
    if (error.name === "StackNameError") throw new UsageError(error.message);
    throw error;
  }
}
