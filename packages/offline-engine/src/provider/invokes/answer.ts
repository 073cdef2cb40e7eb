import type { Account } from "../account.ts";
import type { Cloud } from "../cloud.ts";
import type { World } from "../facts/making.ts";
import type { Values } from "@modelport/sdk-schema/wire";

export interface Asked {
  /** The arguments, which have been checked against the SDK's types. */
  readonly given: Values;
  readonly world: World;
  readonly account: Account;
  readonly cloud: Cloud;
}

/** By token. An answer throws the provider's message if the cloud has no such thing. */
export type Answers = Readonly<Record<string, (asked: Asked) => Values>>;
