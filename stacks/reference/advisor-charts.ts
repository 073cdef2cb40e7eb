// docs/charts: what each target costs by the number of requests, for the workloads that the documentation uses.
import { analyze, costCurve, parseRequirements, type RawRequirements } from "@modelport/advising";
import { costChart } from "@modelport/advising/chart";
import { PRESETS } from "@modelport/advising/presets";
import type { Target } from "@modelport/target-kit";

interface Chart {
  readonly preset: keyof typeof PRESETS;
  readonly title: string;
  readonly fields: RawRequirements;
}

export const CHARTS: readonly Chart[] = [
  {
    preset: "artifact",
    title: "The shipped model: 0.139 ms of CPU a request",
    fields: PRESETS.artifact.fields,
  },
  {
    preset: "course",
    title: "The course's model: 200 ms and 1 GB a request",
    fields: PRESETS.course.fields,
  },
];

export const chartFile = ({ preset }: Chart): string => `cost-${preset}.svg`;

/** Of the targets that pass and whose prices are known. */
export function chartOf({ title, fields }: Chart, targets: readonly Target[]): string {
  const requirements = parseRequirements(fields);
  const { options } = analyze(targets, requirements);
  const shown = options.filter(({ estimate }) => estimate.isKnown);
  const regions = [...new Set(shown.map(({ estimate }) => estimate.region))].toSorted();
  return costChart({
    title,
    subtitle: `USD a month by list prices of ${regions.join(" and ")}; busiest hour: ${requirements.peakFactor} times the average`,
    curves: shown.map(({ target }) => costCurve(target, requirements)),
  });
}
