import type { Allowance, Price } from "@modelport/target-kit";

const evidence = {
  source: "made up for the suite",
  grade: "own",
  effectiveFrom: "2026-01-01",
  readOn: "2026-11-01",
} as const;

const requests: Price = { ...evidence, name: "Requests", unit: "million requests", usd: 0.2, region: "here" };
const compute: Price = { ...evidence, name: "Compute", unit: "GB-second", usd: 0.00001, region: "here" };
const repository: Price = { ...evidence, name: "Repository", unit: "month", usd: 1, region: "here" };

export const prices = { requests, compute, repository };

const freeRequests: Allowance = { ...evidence, name: "Requests", unit: "million requests", quantity: 1 };

export const allowances = { requests: freeRequests };

export const priceBooks = { course: { requests: 0.1, compute: 0.00002, repository: 0 } };
