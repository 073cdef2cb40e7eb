// Platforms that modelport does not deploy, beside its advice: they are never recommended.
import { SettingsError, type Target } from "@modelport/target-kit";
import { type Advice, undecidedBelowUsd } from "./advise.ts";
import { type Estimate, estimate } from "./estimate.ts";
import { type Rejection, rejectionsOf } from "./hard-rules.ts";

/** How such a platform compares with the best target. `by` is USD a month. */
export type Comparison =
  | { readonly kind: "rejected" }
  /** No target passes every rule. */
  | { readonly kind: "only" }
  /** A price is unknown, or the total is above the budget. */
  | { readonly kind: "unknown" | "overBudget" }
  | { readonly kind: "cheaper" | "costlier" | "undecided"; readonly than: string; readonly by: number };

export interface Alternative {
  readonly target: Target;
  /** Empty if it passes every hard rule. */
  readonly rejections: readonly Rejection[];
  /** `undefined` if it is rejected. */
  readonly estimate: Estimate | undefined;
  readonly comparison: Comparison;
}

/** In the order in which they are given. */
export function alternativesFor(platforms: readonly Target[], advice: Advice): readonly Alternative[] {
  return platforms.map((target): Alternative => {
    const rejections = rejectionsOf(target.facts, advice.requirements);
    const own = rejections.length > 0 ? undefined : estimated(target, advice);
    return { target, rejections, estimate: own, comparison: compared(own, advice) };
  });
}

/** `undefined` if it cannot hold the sizes. */
function estimated(target: Target, { requirements, basis }: Advice): Estimate | undefined {
  try {
    return estimate(target, requirements, basis);
  } catch (error) {
    if (error instanceof SettingsError) return undefined;
    throw error;
  }
}

function compared(own: Estimate | undefined, { options, requirements }: Advice): Comparison {
  const { budgetUsd = Infinity } = requirements;
  if (own === undefined) return { kind: "rejected" };
  if (own.usdPerMonth > budgetUsd) return { kind: "overBudget" };
  if (!own.isKnown) return { kind: "unknown" };
  const [best] = options;
  if (best === undefined) return { kind: "only" };
  if (!best.estimate.isKnown) return { kind: "unknown" };
  const than = best.target.name;
  const by = best.estimate.usdPerMonth - own.usdPerMonth;
  const open = undecidedBelowUsd(own, best.estimate);
  if (open !== undefined) return { kind: "undecided", than, by: open };
  return { kind: by > 0 ? "cheaper" : "costlier", than, by: Math.abs(by) };
}
