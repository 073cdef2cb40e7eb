// What the counts of an access log say about a month.
import { peakFactorOf, type RawRequirements } from "@modelport/advising";
import { HOURS_PER_MONTH } from "@modelport/target-kit";
import { type AccessCounts, HOUR_MS, hourOfWeek, HOURS_PER_WEEK } from "./access-log.ts";

const HOURS_PER_DAY = 24;

export interface Traffic {
  readonly fields: RawRequirements;
  /** For people: what was counted, and how it was scaled. */
  readonly sentences: readonly string[];
}

export function trafficOf(counts: AccessCounts): Traffic {
  const { requests, notUnderstood, firstMs, lastMs } = counts;
  const hours = (lastMs - firstMs) / HOUR_MS;
  const requestsPerMonth = Math.round((requests * HOURS_PER_MONTH) / hours);
  const hourlyWeights = weightsOf(counts);
  const lines = notUnderstood === 1 ? "line without a time was" : "lines without a time were";
  const skipped = notUnderstood === 0 ? "" : ` ${number(notUnderstood)} ${lines} skipped.`;
  return {
    fields: { requestsPerMonth, ...(hourlyWeights !== undefined && { hourlyWeights }) },
    sentences: [
      `The access log has ${number(requests)} requests from ${minute(firstMs)} to ${minute(lastMs)} UTC, ${inDays(hours)}.${skipped}`,
      `Scaled to a month of ${HOURS_PER_MONTH} hours, that is ${number(requestsPerMonth)} requests.`,
      peakSentence(hourlyWeights),
    ],
  };
}

/**
 * Requests an hour, for each hour of the week, or of the day if the log covers less than a week: each hour is covered at least
 * once then. Undefined below a day.
 */
function weightsOf({ byHour, firstMs, lastMs }: AccessCounts): readonly number[] | undefined {
  const covered = coveredHours(firstMs, lastMs);
  const length = [HOURS_PER_WEEK, HOURS_PER_DAY].find((each) => lastMs - firstMs >= each * HOUR_MS);
  if (length === undefined) return undefined;
  return Array.from({ length }, (_, hour) => {
    const sum = (all: readonly number[]) =>
      all.reduce((total, each, at) => total + (at % length === hour ? each : 0), 0);
    return sum(byHour) / sum(covered);
  });
}

/** How many hours of the period belong to each hour of the week. */
function coveredHours(firstMs: number, lastMs: number): number[] {
  const weekMs = HOURS_PER_WEEK * HOUR_MS;
  const weeks = Math.floor((lastMs - firstMs) / weekMs);
  const covered = Array.from({ length: HOURS_PER_WEEK }, () => weeks);
  for (let at = firstMs + weeks * weekMs; at < lastMs;) {
    const end = Math.min(lastMs, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    covered[hourOfWeek(at)] = (covered[hourOfWeek(at)] ?? 0) + (end - at) / HOUR_MS;
    at = end;
  }
  return covered;
}

function peakSentence(weights: readonly number[] | undefined): string {
  if (weights === undefined) return "It covers less than a day, so it does not say which hour is the busiest.";
  const factor = number(peakFactorOf(weights));
  const week = "The busiest hour of the week has";
  const day = "It covers less than a week; the busiest hour of the day has";
  return `${weights.length === HOURS_PER_WEEK ? week : day} ${factor} times the requests of the average hour.`;
}

const number = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });
const minute = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace("T", " ");
const inDays = (hours: number) =>
  hours < HOURS_PER_DAY ? `${number(hours)} hours` : `${number(hours / HOURS_PER_DAY)} days`;
