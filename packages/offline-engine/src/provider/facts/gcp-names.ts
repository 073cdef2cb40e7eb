// How Google writes names and members, and which forms it takes for the same.
import { textOf, type Value } from "@modelport/sdk-schema/wire";
import type { Equivalence } from "./behavior.ts";

export const lastPart = (text: Value): string => textOf(text).split("/").at(-1) ?? "";

export const sameName = (source: string): Equivalence => ({
  between: (state, given) => lastPart(state) === lastPart(given),
  source: `${source}: CompareSelfLinkOrResourceName`,
});

/** Addresses of users, groups, accounts and domains are lowercase; identities of pools keep their case. */
export const iamMember = (member: Value): string => {
  const [kind = "", ...rest] = textOf(member).split(":");
  return /^principal(Set)?$/.test(kind) ? textOf(member) : [kind, rest.join(":").toLowerCase()].join(":");
};
