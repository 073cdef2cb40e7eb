import { type Allowances, priceList } from "@modelport/target-kit";

const { price } = priceList({ region: "here", readOn: "2026-11-23" });

export const prices = {
  thisMachine: price({
    name: "This machine",
    unit: "month",
    usd: 0,
    source: "nobody bills it",
    grade: "own",
    note: "You already have the machine; its price and its electricity are not counted.",
  }),
};

export const allowances: Allowances = {};
