// What would change the advice: the nearest value of each input at which another target wins.
import { isTotalKnown, type Target } from "@modelport/target-kit";
import { type AdviceOptions, winnerOf } from "./advise.ts";
import { firstWhere } from "./break-even.ts";
import { linesOf } from "./estimate.ts";
import type { Requirements } from "./requirements.ts";

/** With `input` at `value`, and everything else as it is, `winner` is best: `undefined` if every target is rejected. */
export interface Change {
  readonly input: Input;
  readonly direction: "up" | "down";
  readonly value: number;
  readonly winner: string | undefined;
  /** If false, the winner has a price that is unknown: it is first because the others are rejected. */
  readonly isKnown: boolean;
}

/** The smallest difference that counts, and the bounds of the search. A value is a whole number of steps. */
const INPUTS = {
  requestsPerMonth: { step: 1, least: 0, most: 1e11 },
  durationMs: { step: 0.001, least: 0.001, most: 900_000 },
  peakFactor: { step: 0.01, least: 1, most: 1000 },
} as const;

export type Input = keyof typeof INPUTS;

/** The search looks at values that grow by this factor, then narrows down to the step: a shorter stretch may be missed. */
const GROWTH = 1.3;

export function changesOf(
  targets: readonly Target[],
  requirements: Requirements,
  options: AdviceOptions,
): readonly Change[] {
  const winnerAt = (input: Input, value: number) => winnerOf(targets, { ...requirements, [input]: value }, options);
  // Hours say what the peak is, and leave no other factor to try.
  const inputs = (Object.keys(INPUTS) as Input[]).filter(
    (input) => input !== "peakFactor" || requirements.hourlyWeights === undefined,
  );
  const found = inputs.flatMap((input) =>
    (["down", "up"] as const).flatMap((direction) => nearest(input, direction, requirements[input], winnerAt)),
  );
  return found.map((change) => {
    const target = targets.find(({ name }) => name === change.winner);
    const there = { ...requirements, [change.input]: change.value };
    return { ...change, isKnown: target === undefined || isTotalKnown(linesOf(target, there, options)) };
  });
}

function nearest(
  input: Input,
  direction: "up" | "down",
  from: number,
  winnerAt: (input: Input, value: number) => string | undefined,
): readonly Omit<Change, "isKnown">[] {
  const { step } = INPUTS[input];
  const valueOf = (steps: number) => Number((steps * step).toPrecision(15));
  const current = winnerAt(input, from);
  let last = Math.round(from / step);
  for (const steps of path(input, direction, last)) {
    if (winnerAt(input, valueOf(steps)) !== current) {
      const at = valueOf(firstWhere(last, steps, (each) => winnerAt(input, valueOf(each)) !== current));
      return [{ input, direction, value: at, winner: winnerAt(input, at) }];
    }
    last = steps;
  }
  return [];
}

/** Numbers of steps away from `from`, up to the bound. */
function path(input: Input, direction: "up" | "down", from: number): readonly number[] {
  const { step, least, most } = INPUTS[input];
  const bound = Math.round((direction === "up" ? most : least) / step);
  const steps: number[] = [];
  const isInside = (value: number) => (direction === "up" ? value < bound : value > bound);
  for (let value = next(from, direction); isInside(value); value = next(value, direction)) steps.push(value);
  return from === bound ? [] : [...steps, bound];
}

const next = (value: number, direction: "up" | "down") =>
  direction === "up"
    ? Math.max(value + 1, Math.round(value * GROWTH))
    : Math.min(value - 1, Math.round(value / GROWTH));
