// The advice with what would change it.
import { type Target, totalUsdPerMonth } from "@modelport/target-kit";
import { type Advice, type AdviceOptions, advise } from "./advise.ts";
import { type Alternative, alternativesFor } from "./alternatives.ts";
import { type BreakEven, breakEvens, type CostCurve } from "./break-even.ts";
import { type Change, changesOf } from "./changes.ts";
import { linesOf } from "./estimate.ts";
import { type PeoplesHours, peoplesHours } from "./peoples-hours.ts";
import type { Requirements } from "./requirements.ts";
import { type SwitchEffect, switchEffects } from "./switch-effects.ts";

export interface Analysis extends Advice {
  /** Between any two options whose prices are known, everything but the requests a month as required. */
  readonly breakEvens: readonly BreakEven[];
  readonly changes: readonly Change[];
  /** Platforms that modelport does not deploy. */
  readonly alternatives: readonly Alternative[];
  readonly switches: readonly SwitchEffect[];
  readonly hours: readonly PeoplesHours[];
}

/** `alternatives` are compared with the advice and never part of it. */
export function analyze(
  targets: readonly Target[],
  requirements: Requirements,
  options: AdviceOptions = {},
  alternatives: readonly Target[] = [],
): Analysis {
  const advice = advise(targets, requirements, options);
  const compared = alternativesFor(alternatives, advice);
  const curves = advice.options
    .filter(({ estimate }) => estimate.isKnown)
    .map(({ target }) => costCurve(target, requirements, options));
  const pairs = curves.flatMap((a, index) => curves.slice(index + 1).map((b) => [a, b] as const));
  return {
    ...advice,
    breakEvens: pairs.flatMap(([a, b]) => breakEvens(a, b)),
    changes: advice.options.length === 0 ? [] : changesOf(targets, requirements, options),
    alternatives: compared,
    switches: switchEffects(advice),
    hours: peoplesHours(advice, compared),
  };
}

/** The target's cost by requests a month; computes each only once. */
export function costCurve(target: Target, requirements: Requirements, options: AdviceOptions = {}): CostCurve {
  const known = new Map<number, number>();
  const usdAt = (requestsPerMonth: number) => {
    const before = known.get(requestsPerMonth);
    if (before !== undefined) return before;
    const usd = totalUsdPerMonth(linesOf(target, { ...requirements, requestsPerMonth }, options));
    known.set(requestsPerMonth, usd);
    return usd;
  };
  return { name: target.name, usdAt };
}
