// What clouds and their bridged providers do with inputs besides accepting them: they normalize values,
// ignore some differences, keep what is left out, refuse, and collide. Every row names its source.
import type { Account } from "../account.ts";
import { mapValues, type Value, type Values, withinSecret } from "@modelport/sdk-schema/wire";
import type { Making } from "./making.ts";

/** The source of a fact: a file of the provider, a vendor's page, an issue. */
type Source = string;

export type Operation = "create" | "update" | "delete";

export interface Answer {
  /** What the cloud returns for the input `given`; the state holds this value, and the next diff compares with it. */
  readonly as: (given: Value, making: Making & { readonly id: string }) => Value;
  readonly source: Source;
}

export interface Equivalence {
  /** Whether the provider sees no difference between the value in the state and the new one. */
  readonly between: (state: Value, given: Value) => boolean;
  readonly source: Source;
}

/** A change of something that accepts one change at a time, such as the policy of a function. */
export interface Edit {
  /** What is changed: resources that name the same thing edit one thing. Undefined if this one edits nothing. */
  readonly thing: (making: Pick<Making, "inputs" | "name" | "world">) => string | undefined;
  /** Its name in messages. */
  readonly called: string;
  /** How many sequential calls of the cloud's API the provider makes for it. Default: one. */
  readonly calls?: (making: Pick<Making, "inputs">, operation: Operation) => number;
  /** Resources under the same lock wait for each other within one provider. Default: none. */
  readonly lock?: string;
  /** The operations that the provider retries while the cloud refuses them. */
  readonly retried?: readonly Operation[];
  /** The cloud's message while another edit is running. */
  readonly refusal: string;
  readonly source: Source;
}

/** What a refusal depends on. */
export interface Occasion {
  readonly account: Account;
  readonly operation: Operation;
  /** Counts a call by `key`; true for the first `most` of them. */
  readonly isEarly: (key: string, most: number) => boolean;
}

export interface Refusal {
  /** Default: create and update. */
  readonly on?: readonly Operation[];
  /** The cloud's message; undefined if it accepts the object. */
  readonly says: (making: Making, occasion: Occasion) => string | undefined;
  /** The refusal comes after the rest is done: inputs that the cloud has not applied by then, and outputs that have not changed. */
  readonly late?: { readonly inputs?: readonly string[]; readonly outputs?: readonly string[] };
  readonly source: Source;
}

/** What a cloud takes back on its own, after it has accepted a change. */
export interface Reversal {
  /** The inputs that have their earlier values again. */
  readonly inputs: readonly string[];
  readonly happens: (making: Making, occasion: Occasion) => boolean;
  /** Whether the provider reads the object after that; otherwise the state keeps the new values until a refresh. */
  readonly isSeen: (making: Making) => boolean;
  readonly source: Source;
}

/** An object that the provider creates implicitly and that is in no state. */
interface Beside {
  readonly type: string;
  readonly inputs: Readonly<Record<string, Value>>;
  /** The object that it is deleted with; nothing else removes it. */
  readonly endsWith: { readonly type: string; readonly id: string };
}

export interface Behavior {
  /** By input. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** By input; default: values are compared leaf by leaf. */
  readonly equivalences?: Readonly<Record<string, Equivalence>>;
  /**
   * Inputs that stay in the cloud when they are left out, with the source. Those that the SDK declares as optional
   * inputs and as outputs that are always present (Optional + Computed) stay without a row.
   */
  readonly kept?: Readonly<Record<string, Source>>;
  /** The ones among those inputs that the cloud computes again at every change if they are left out. */
  readonly recomputed?: Readonly<Record<string, Source>>;
  readonly edit?: Edit;
  /** What the object keeps of others from the moment of its creation, even if they change later. */
  readonly holds?: { readonly of: (making: Making) => Value; readonly source: Source };
  readonly refusals?: readonly Refusal[];
  readonly reversal?: Reversal;
  readonly besides?: {
    readonly on: readonly Operation[];
    readonly make: (making: Making & { readonly id: string }) => readonly Beside[];
    readonly source: Source;
  };
}

export type BehaviorTable = Readonly<Record<string, Behavior>>;

/** `outputs` with the values that the cloud returns in the place of inputs. */
export function answered(
  outputs: Values,
  making: Making & { readonly id: string },
  { answers = {} }: Behavior,
): Values {
  return mapValues(outputs, (value, name) => {
    const answer = answers[name];
    return answer === undefined ? value : withinSecret(value, (given) => answer.as(given, making));
  });
}
