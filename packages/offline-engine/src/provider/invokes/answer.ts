import type { Account } from "../account.ts";
import type { World } from "../facts/making.ts";
import type { Values } from "@modelport/sdk-schema/wire";

/** By token; the arguments have been checked against the SDK's types. */
export type Answers = Readonly<Record<string, (given: Values, world: World, account: Account) => Values>>;
