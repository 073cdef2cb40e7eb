// Each factor as a number from 0 to 1, of which 1 is best.
import { type CostLine, isTotalKnown, type Target } from "@modelport/target-kit";
import type { Requirements } from "./requirements.ts";
import type { Weights } from "./weights.ts";

export interface Costed {
  readonly target: Target;
  readonly lines: readonly CostLine[];
  readonly usdPerMonth: number;
}

export interface Scores {
  readonly cost: number;
  readonly people: number;
  readonly risk: number;
  /** The weighted mean of the three. */
  readonly total: number;
}

/** The facts that the scores of people and risk are made of. */
export const SCORED_FACTS: readonly string[] = [
  "qualities.people",
  "qualities.operations",
  "qualities.lockIn",
  "offers.existingCluster",
];

/** How much of a risk a grade of the facts is. */
const GRADE_SCORE = { none: 1, low: 1, medium: 0.5, high: 0 } as const;

/** In the order of `costed`. */
export function scoresOf(costed: readonly Costed[], requirements: Requirements, weights: Weights): readonly Scores[] {
  const known = costed.filter(({ lines }) => isTotalKnown(lines)).map(({ usdPerMonth }) => usdPerMonth);
  const cheapest = known.length === 0 ? 0 : Math.min(...known);
  const { indifferentUsd, ...shares } = weights;
  const sum = shares.cost + shares.people + shares.risk;
  return costed.map(({ target, lines, usdPerMonth }) => {
    // A lower bound is no argument: it would win by what nobody knows.
    const cost = isTotalKnown(lines) ? (cheapest + indifferentUsd) / (usdPerMonth + indifferentUsd) : 0;
    const people = peopleScore(target, requirements);
    const risk = riskScore(target, requirements);
    return { cost, people, risk, total: (shares.cost * cost + shares.people * people + shares.risk * risk) / sum };
  });
}

/** Whether the team has a cluster already that the target can join: it is operated and paid for with or without this model. */
const joinsCluster = ({ facts }: Target, { existingCluster }: Requirements) =>
  existingCluster && facts.offers?.existingCluster?.value === true;

/** The share of the people that the platform needs. */
function peopleScore(target: Target, requirements: Requirements): number {
  if (joinsCluster(target, requirements)) return 1;
  return Math.min(1, requirements.team / target.facts.qualities.people.value);
}

/** The mean of operational effort and lock-in. */
function riskScore(target: Target, requirements: Requirements): number {
  const { operations, lockIn } = target.facts.qualities;
  const effort = joinsCluster(target, requirements) ? 1 : GRADE_SCORE[operations.value];
  return (effort + GRADE_SCORE[lockIn.value]) / 2;
}
