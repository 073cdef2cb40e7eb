import type { Analysis, Move } from "@modelport/advising";
import { moveJson } from "./move.ts";

/** For machines; `null` where a price is unknown, or where no target passes. */
export function analysisJson(analysis: Analysis, move?: Move): string {
  const { options, rejected, breakEvens, changes, requirements, weights, alternatives, switches, hours } = analysis;
  const report = {
    requirements,
    weights,
    recommended: options[0]?.target.name ?? null,
    options: options.map(({ target, estimate, scores }) => ({
      target: target.name,
      title: target.facts.title,
      region: estimate.region,
      isElsewhere: estimate.isElsewhere,
      usdPerMonth: estimate.isKnown ? estimate.usdPerMonth : null,
      lowUsd: estimate.lowUsd,
      highUsd: estimate.isKnown ? estimate.highUsd : null,
      scores,
      lines: estimate.lines,
    })),
    rejected: rejected.map(({ target, rejections }) => ({ target: target.name, rejections })),
    breakEvens,
    changes: changes.map((change) => ({ ...change, winner: change.winner ?? null })),
    ...(move !== undefined && { move: moveJson(move) }),
    alternatives: alternatives.map(({ target, estimate, rejections, comparison }) => ({
      platform: target.name,
      title: target.facts.title,
      isDeployable: false,
      region: estimate?.region ?? null,
      usdPerMonth: estimate?.isKnown === true ? estimate.usdPerMonth : null,
      lowUsd: estimate?.lowUsd ?? null,
      highUsd: estimate?.isKnown === true ? estimate.highUsd : null,
      comparison,
      rejections,
      lines: estimate?.lines ?? [],
    })),
    switches,
    hours,
  };
  return JSON.stringify(report, undefined, 2);
}
