import type { Analysis } from "@modelport/advising";

/** For machines; `null` where a price is unknown, or where no target passes. */
export function analysisJson({ options, rejected, breakEvens, changes, requirements, weights }: Analysis): string {
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
  };
  return JSON.stringify(report, undefined, 2);
}
