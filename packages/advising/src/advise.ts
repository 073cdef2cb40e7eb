// Hard rules first, then cost, people and risk by weight: which of the targets to choose.
import { SettingsError, type Target, totalUsdPerMonth } from "@modelport/target-kit";
import { type Estimate, type EstimateOptions, estimate, linesOf } from "./estimate.ts";
import { type Rejection, rejectionsOf } from "./hard-rules.ts";
import type { Requirements } from "./requirements.ts";
import { type Scores, scoresOf, type Costed } from "./scores.ts";
import { DEFAULT_WEIGHTS, type Weights } from "./weights.ts";

export interface AdviceOptions extends EstimateOptions {
  readonly weights?: Weights;
}

/** A target that no rule rejects. */
export interface Option {
  readonly target: Target;
  readonly estimate: Estimate;
  readonly scores: Scores;
}

interface Rejected {
  readonly target: Target;
  /** At least one. */
  readonly rejections: readonly Rejection[];
}

export interface Advice {
  readonly requirements: Requirements;
  readonly weights: Weights;
  /** What the estimates are based on, besides list prices. */
  readonly basis: EstimateOptions;
  /** The best first; targets of the same score by name. */
  readonly options: readonly Option[];
  /** By name. */
  readonly rejected: readonly Rejected[];
}

interface Assessed extends Costed {
  readonly rejections: readonly Rejection[];
}

/** The cost if the settings can hold the sizes, and every rule that is not passed. */
function assess(target: Target, requirements: Requirements, options: AdviceOptions): Assessed {
  const rejections = rejectionsOf(target.facts, requirements);
  if (rejections.length > 0) return { target, lines: [], usdPerMonth: 0, rejections };
  try {
    const lines = linesOf(target, requirements, options);
    const usdPerMonth = totalUsdPerMonth(lines);
    return { target, lines, usdPerMonth, rejections: overBudget(target, usdPerMonth, requirements) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const source = `stacks/${target.name}/settings.ts`;
    const [note = ""] = error.message.split("\n");
    const settings = { rule: "settings", fact: "settings", needed: requirements.memoryMiB, found: null } as const;
    return { target, lines: [], usdPerMonth: 0, rejections: [{ ...settings, source, asOf: "", note }] };
  }
}

function overBudget({ name }: Target, usd: number, { budgetUsd }: Requirements): readonly Rejection[] {
  if (budgetUsd === undefined || usd <= budgetUsd) return [];
  const cents = Math.round(usd * 100) / 100;
  return [
    { rule: "budget", fact: "cost", needed: budgetUsd, found: cents, source: `stacks/${name}/prices.ts`, asOf: "" },
  ];
}

interface Ranked extends Costed {
  readonly scores: Scores;
}

function ranked(targets: readonly Target[], requirements: Requirements, options: AdviceOptions) {
  const all = targets.map((target) => assess(target, requirements, options));
  const left = all.filter(({ rejections }) => rejections.length === 0);
  const scored = scoresOf(left, requirements, options.weights ?? DEFAULT_WEIGHTS);
  const best: readonly Ranked[] = left
    .map((each, index) => ({ ...each, scores: scored[index] as Scores }))
    .toSorted((a, b) => b.scores.total - a.scores.total || byName(a, b));
  return { best, rejected: all.filter(({ rejections }) => rejections.length > 0).toSorted(byName) };
}

const byName = (a: { readonly target: Target }, b: { readonly target: Target }) =>
  a.target.name < b.target.name ? -1 : 1;

/** The name of the target that is best, for maps of thousands of workloads; `undefined` if every one is rejected. */
export function winnerOf(targets: readonly Target[], requirements: Requirements, options: AdviceOptions = {}) {
  return ranked(targets, requirements, options).best[0]?.target.name;
}

/** The same targets and requirements give the same advice. */
export function advise(targets: readonly Target[], requirements: Requirements, options: AdviceOptions = {}): Advice {
  const { best, rejected } = ranked(targets, requirements, options);
  const { weights = DEFAULT_WEIGHTS, ...basis } = options;
  return {
    requirements,
    weights,
    basis,
    options: best.map(({ target, scores, lines }) => ({
      target,
      scores,
      estimate: estimate(target, requirements, options, lines),
    })),
    rejected: rejected.map(({ target, rejections }) => ({ target, rejections })),
  };
}

/**
 * USD a month that the grades of the prices leave open between two estimates, if that is at least their difference: below it, cost
 * alone cannot tell which is cheaper.
 */
export function undecidedBelowUsd(a: Estimate, b: Estimate): number | undefined {
  const [cheap, dear] = a.usdPerMonth <= b.usdPerMonth ? [a, b] : [b, a];
  const open = cheap.highUsd - cheap.usdPerMonth + (dear.usdPerMonth - dear.lowUsd);
  return cheap.highUsd >= dear.lowUsd && open > 0 ? open : undefined;
}
