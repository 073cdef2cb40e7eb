import type { Allowances, Price } from "@modelport/target-kit";

const thisMachine: Price = {
  name: "This machine",
  unit: "month",
  usd: 0,
  region: "here",
  source: "nobody bills it",
  grade: "own",
  effectiveFrom: null,
  readOn: "2026-11-23",
  note: "You have the machine already; its purchase and its electricity are not counted.",
};

export const prices = { thisMachine };

export const allowances: Allowances = {};
