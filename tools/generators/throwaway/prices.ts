import type { Allowance, Price, PriceGrade } from "@modelport/target-kit";

const source = "aws.amazon.com/lambda/pricing, quoted by api-evangelist";
const evidence = { source, grade: "quoted" as PriceGrade, effectiveFrom: null, readOn: "2026-09-20" };

const price = (name: string, unit: string, usd: number): Price => ({
  name,
  unit,
  usd,
  region: "us-east-1",
  ...evidence,
});

/** List prices in USD, each with its evidence. */
export const prices = {
  requests: price("Requests", "million requests", 0.2),
  compute: price("Compute", "GB-second", 0.0000166667),
  logStorage: price("Log lines kept", "GB-month", 0.03),
};

const requests: Allowance = { name: "Requests", unit: "million requests", quantity: 1, ...evidence };

/** What the vendor gives away each month. */
export const allowances = { requests };
