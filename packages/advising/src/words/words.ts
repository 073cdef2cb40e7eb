// Everything that a report says, in each language.
import type { Comparison } from "../alternatives.ts";
import type { BreakEven } from "../break-even.ts";
import type { Change } from "../changes.ts";
import type { Rejection } from "../hard-rules.ts";
import type { PeoplesHours } from "../peoples-hours.ts";
import type { Place } from "../place.ts";
import type { Requirements } from "../requirements.ts";
import type { MoveWords } from "./move-words.ts";
import type { SwitchEffect } from "../switch-effects.ts";

/** One language. What the facts say themselves, such as notes, is in English in every one. */
export interface Words {
  readonly number: (value: number) => string;
  /** Two decimals. */
  readonly usd: (value: number) => string;
  /** Every decimal. */
  readonly price: (value: number) => string;
  readonly headings: {
    readonly target: string;
    readonly usdPerMonth: string;
    readonly interval: string;
    readonly score: string;
    readonly people: string;
    readonly weights: string;
    readonly rejected: string;
    readonly breakEvens: string;
    readonly changes: string;
  };
  readonly workload: (requirements: Requirements) => string;
  readonly recommended: (name: string, title: string) => string;
  readonly nothingLeft: string;
  readonly rejection: (rejection: Rejection) => string;
  readonly unknownPrice: (atLeast: string) => string;
  readonly elsewhere: (region: string) => string;
  readonly undecided: (a: string, b: string, usd: string) => string;
  readonly unknownCost: (name: string) => string;
  readonly needsRoom: (name: string) => string;
  readonly close: (a: string, b: string) => string;
  readonly weightsAre: (cost: number, people: number, risk: number, indifferentUsd: string) => string;
  readonly breakEven: (breakEven: BreakEven) => string;
  readonly change: (change: Change) => string;
  readonly noChange: string;
  readonly move: MoveWords;
  readonly beside: BesideWords;
  readonly adr: AdrWords;
}

/** About what is beside the advice. */
interface BesideWords {
  readonly alternatives: string;
  readonly costs: (usd: string) => string;
  /** Empty for what was rejected or has an unknown price. */
  readonly compared: (comparison: Comparison) => string;
  readonly better: (title: string, usd: string, comparison: Comparison) => string;
  readonly switches: string;
  readonly switched: (effect: SwitchEffect) => string;
  readonly hours: string;
  readonly worked: (hours: PeoplesHours) => string;
}

interface AdrWords {
  readonly title: (title: string) => string;
  readonly titleOfNone: string;
  readonly context: string;
  readonly question: string;
  readonly inputs: (digest: string) => string;
  readonly drivers: string;
  readonly driverList: readonly string[];
  readonly considered: string;
  readonly outcome: string;
  readonly chosen: (name: string, score: string, next: string | undefined) => string;
  readonly consequences: string;
  readonly cannot: (what: string, reason: string) => string;
  readonly costs: (usd: string, low: string, high: string, place: Place) => string;
  readonly scalesToZero: (does: boolean) => string;
  readonly people: (count: number) => string;
  readonly grades: (operations: string, lockIn: string) => string;
  readonly pros: string;
  readonly notBest: (score: string) => string;
  readonly lines: string;
  readonly lineHead: readonly [what: string, quantity: string, unit: string, price: string, usd: string];
  readonly triggers: string;
  readonly reviewOn: string;
  readonly more: string;
  readonly pricesRead: (date: string) => string;
  readonly notMeasured: string;
}
