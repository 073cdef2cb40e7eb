// How much cost, people and risk count against each other, once no hard rule rejects a target.
import * as z from "zod";

/** A file of weights that cannot be used; its message is one sentence. */
export class WeightsError extends Error {
  override readonly name = "WeightsError";
}

export interface Weights {
  readonly cost: number;
  readonly people: number;
  readonly risk: number;
  /** USD a month about which nobody would choose a platform: added to both costs before they are compared. */
  readonly indifferentUsd: number;
}

export const DEFAULT_WEIGHTS: Weights = { cost: 0.5, people: 0.3, risk: 0.2, indifferentUsd: 10 };

const share = (name: string) => bounded(name, 0, 1);
const bounded = (name: string, least: number, most: number) =>
  z
    .custom<number>((value) => typeof value === "number" && value >= least && value <= most, {
      error: ({ input }) => `${name} is ${JSON.stringify(input)}, but it must be a number from ${least} to ${most}.`,
    })
    .optional();
const schema = z.strictObject(
  {
    cost: share("cost"),
    people: share("people"),
    risk: share("risk"),
    indifferentUsd: bounded("indifferentUsd", 1, 1e6),
  },
  {
    error: () =>
      `The weights must be an object with some of ${Object.keys(DEFAULT_WEIGHTS).join(", ")}, and nothing else.`,
  },
);

/** Those that are left out keep their defaults. @throws {WeightsError} */
export function parseWeights(raw: unknown): Weights {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) throw new WeightsError(parsed.error.issues[0]?.message ?? "The weights are wrong.");
  const given = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  const weights = { ...DEFAULT_WEIGHTS, ...given };
  if (weights.cost + weights.people + weights.risk > 0) return weights;
  throw new WeightsError("cost, people and risk are all 0, but at least one of them must be above 0.");
}
