// What clouds and their bridged providers do with inputs, beside taking them: they answer other values than they were given,
// see no difference between some, keep what is left out, refuse, and collide. Every row names its source.
import type { Account } from "../account.ts";
import type { Value } from "@modelport/sdk-schema/wire";
import type { Making } from "./making.ts";

/** Where a fact is from: a file of the provider, a vendor's page, an issue. */
type Source = string;

export type Operation = "create" | "update" | "delete";

export interface Answer {
  /** What the cloud gives back for the input `given`; the state holds this, and the next diff is against it. */
  readonly as: (given: Value, making: Making & { readonly id: string }) => Value;
  readonly source: Source;
}

export interface Equivalence {
  /** Whether the provider sees no difference between the state's value and the one that is given now. */
  readonly between: (state: Value, given: Value) => boolean;
  readonly source: Source;
}

/** A change of something that takes one change at a time, such as the policy of a function. */
export interface Edit {
  /** What is changed; resources that name the same thing edit one thing. Undefined where this one edits nothing. */
  readonly thing: (making: Pick<Making, "inputs" | "name" | "world">) => string | undefined;
  /** How a person calls it. */
  readonly called: string;
  /** How many calls of the cloud's API the provider makes for it, one after the other. Default: one. */
  readonly calls?: (making: Pick<Making, "inputs">, operation: Operation) => number;
  /** Resources under the same lock wait for each other within one provider. Default: none. */
  readonly lock?: string;
  /** The operations that the provider tries again while the cloud refuses them. */
  readonly retried?: readonly Operation[];
  /** What the cloud says while another edit is under way. */
  readonly refusal: string;
  readonly source: Source;
}

/** What a refusal may look at. */
export interface Occasion {
  readonly account: Account;
  readonly operation: Operation;
  /** Counts a call by `key`; true for the first `most` of them. */
  readonly isEarly: (key: string, most: number) => boolean;
}

export interface Refusal {
  /** Default: create and update. */
  readonly on?: readonly Operation[];
  /** The cloud's words; undefined where it takes the object. */
  readonly says: (making: Making, occasion: Occasion) => string | undefined;
  /** It comes when the rest is done: inputs that the cloud has not taken by then, and outputs that are still as before. */
  readonly late?: { readonly inputs?: readonly string[]; readonly outputs?: readonly string[] };
  readonly source: Source;
}

/** An object that the provider makes on its own, and that is in no state. */
interface Beside {
  readonly type: string;
  readonly inputs: Readonly<Record<string, Value>>;
  /** The object with which it goes; nothing else removes it. */
  readonly endsWith: { readonly type: string; readonly id: string };
}

export interface Behavior {
  /** By input. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** By input; default: values are compared leaf by leaf. */
  readonly equivalences?: Readonly<Record<string, Equivalence>>;
  /**
   * Inputs that stay in the cloud when they are left out, with the source of that. Those that the SDK declares as optional
   * inputs and as outputs that are always there (Optional + Computed) stay without a row.
   */
  readonly kept?: Readonly<Record<string, Source>>;
  /** Inputs of those that the cloud computes again at every change, where nobody gives them. */
  readonly recomputed?: Readonly<Record<string, Source>>;
  readonly edit?: Edit;
  /** What the object keeps of others as they are when it is made, whatever becomes of them. */
  readonly holds?: { readonly of: (making: Making) => Value; readonly source: Source };
  readonly refusals?: readonly Refusal[];
  readonly besides?: {
    readonly on: readonly Operation[];
    readonly make: (making: Making & { readonly id: string }) => readonly Beside[];
    readonly source: Source;
  };
}

export type BehaviorTable = Readonly<Record<string, Behavior>>;
