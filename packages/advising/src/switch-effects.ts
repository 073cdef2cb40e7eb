// What Spot and a commitment change, target by target.
import { SWITCH_NAMES, type SwitchName, totalUsdPerMonth } from "@modelport/target-kit";
import type { Advice } from "./advise.ts";
import { linesOf } from "./estimate.ts";

export interface SwitchEffect {
  readonly name: SwitchName;
  readonly target: string;
  /** USD a month, with every other switch as it is. 0 where it changes nothing. */
  readonly savedUsd: number;
  /** What it covers, or why nothing; `undefined` if the target says nothing about it. */
  readonly note: string | undefined;
}

/** Of every switch that is on, for every option. */
export function switchEffects({ options, requirements, basis }: Advice): readonly SwitchEffect[] {
  return SWITCH_NAMES.filter((name) => basis[name] === true).flatMap((name) =>
    options.map(({ target, estimate }): SwitchEffect => {
      const without = totalUsdPerMonth(linesOf(target, requirements, { ...basis, [name]: false }));
      const savedUsd = Math.max(0, without - estimate.usdPerMonth);
      return { name, target: target.name, savedUsd, note: target.switches[name]?.note };
    }),
  );
}
