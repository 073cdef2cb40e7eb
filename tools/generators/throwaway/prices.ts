import { priceList } from "@modelport/target-kit";

const { price, allowance } = priceList({ region: "us-east-1", readOn: "2026-09-20" });
const source = "https://aws.amazon.com/lambda/pricing, quoted by api-evangelist";
const quoted = { source, grade: "quoted" } as const;

/** List prices in USD, each with its evidence. */
export const prices = {
  requests: price({ name: "Requests", unit: "million requests", usd: 0.2, ...quoted }),
  compute: price({ name: "Compute", unit: "GB-second", usd: 0.0000166667, ...quoted }),
  logStorage: price({ name: "Log storage", unit: "GB-month", usd: 0.03, ...quoted }),
};

/** What the vendor gives away each month. */
export const allowances = {
  requests: allowance({ name: "Requests", unit: "million requests", quantity: 1, ...quoted }),
};
