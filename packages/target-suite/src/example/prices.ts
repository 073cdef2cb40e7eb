import { priceList } from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "here", readOn: "2026-11-01" });
const evidence = { source: "made up for the suite", grade: "own", effectiveFrom: "2026-01-01" } as const;

export const prices = {
  requests: price({ name: "Requests", unit: "million requests", usd: 0.2, ...evidence }),
  compute: price({ name: "Compute", unit: "GB-second", usd: 0.00001, ...evidence }),
  repository: price({ name: "Repository", unit: "month", usd: 1, ...evidence }),
};

export const allowances = {
  requests: allowance({ name: "Requests", unit: "million requests", quantity: 1, ...evidence }),
};

export const priceBooks = { course: { requests: 0.1, compute: 0.00002, repository: 0 } };
