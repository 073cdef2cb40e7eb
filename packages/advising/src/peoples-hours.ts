// What people's work costs, beside the bill: never part of the costs or of a score, where the size of the team counts already.
import type { Advice } from "./advise.ts";
import type { Alternative } from "./alternatives.ts";

export interface PeoplesHours {
  readonly target: string;
  readonly hoursPerMonth: number;
  readonly usdPerMonth: number;
}

/** Of every option, and of every other platform that fits, which states its hours; empty without an hourly rate. */
export function peoplesHours(
  { options, basis: { hourlyRateUsd } }: Advice,
  alternatives: readonly Alternative[],
): readonly PeoplesHours[] {
  if (hourlyRateUsd === undefined) return [];
  const fitting = alternatives.filter(({ estimate }) => estimate !== undefined);
  return [...options, ...fitting].flatMap(({ target: { name, facts } }) => {
    const hoursPerMonth = facts.offers?.hoursPerMonth?.value;
    return hoursPerMonth === undefined
      ? []
      : [{ target: name, hoursPerMonth, usdPerMonth: hoursPerMonth * hourlyRateUsd }];
  });
}
