import type { Allowances, Price } from "@modelport/target-kit";

/** A price that nobody has looked up yet. The check `prices-dated` names each until it has its source. */
const todo = (name: string, unit: string): Price => ({
  name,
  unit,
  usd: 0,
  region: "",
  source: "",
  grade: "unverified",
  effectiveFrom: null,
  readOn: "",
});

/** List prices in USD, each with its evidence. */
export const prices = {
  requests: todo("Requests", "million requests"),
  instances: todo("Instances", "instance-hour"),
};

/** What the vendor gives away each month. */
export const allowances: Allowances = {};
