// Synthetic answers of the Cloud Billing Catalog API; README.md says what is known of the real ones.
import type { Sku } from "../google-catalog.ts";

/** `nanos` of each tier. */
function sku(skuId: string, description: string, serviceRegions: readonly string[], ...nanos: readonly number[]): Sku {
  const tieredRates = nanos.map((each) => ({ unitPrice: { units: "0", nanos: each } }));
  return {
    skuId,
    description,
    serviceRegions,
    pricingInfo: [{ effectiveTime: "2026-10-05T00:00:00Z", pricingExpression: { tieredRates } }],
  };
}

const tier1 = ["us-central1", "europe-west1"];

export const cloudRun = [
  sku("S-1", "Services CPU (Request-based billing)", tier1, 0, 24_000),
  sku("S-2", "Services CPU Tier 2  (Request-based billing)", ["europe-west3"], 0, 33_600),
  sku("S-3", "Services Memory (Request-based billing)", tier1, 0, 2600),
  sku("S-4", "Requests", ["global"], 0, 400),
  sku("S-5", "Services CPU (Instance-based billing) in us-central1", ["us-central1"], 18_000),
  sku("S-6", "Jobs CPU in us-central1", ["us-central1"], 18_000),
];

export const computeEngine = [
  sku("S-7", "E2 Instance Core running in Americas", ["us-central1"], 21_811_590),
  sku("S-8", "E2 Instance Ram running in Americas", ["us-central1"], 2_923_530),
  sku("S-9", "Spot Preemptible E2 Instance Core running in Americas", ["us-central1"], 13_086_000),
];
