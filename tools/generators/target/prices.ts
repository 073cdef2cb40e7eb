import { type Allowances, priceList } from "@modelport/target-kit";

/** Not looked up yet. The check `prices-dated` names each price until it has its source. */
const { price } = priceList({ region: "", readOn: "" });
const todo = { usd: 0, source: "", grade: "unverified" } as const;

/** List prices in USD, each with its evidence. */
export const prices = {
  requests: price({ name: "Requests", unit: "million requests", ...todo }),
  instances: price({ name: "Instances", unit: "instance-hour", ...todo }),
};

/** What the vendor gives away each month. */
export const allowances: Allowances = {};
