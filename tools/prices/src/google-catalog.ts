// Reads the SKUs of a service from Google's Cloud Billing Catalog API: https://cloud.google.com/billing/v1/how-tos/catalog-api
import { type FoundPrice, get, VendorError } from "./found-price.ts";
import type { GoogleQuery } from "./query.ts";

const BASE = "https://cloudbilling.googleapis.com/v1/services";

export interface Sku {
  readonly skuId: string;
  readonly description: string;
  readonly serviceRegions: readonly string[];
  readonly pricingInfo: readonly {
    readonly effectiveTime?: string;
    readonly pricingExpression: {
      readonly tieredRates: readonly { readonly unitPrice: { readonly units?: string; readonly nanos?: number } }[];
    };
  }[];
}

interface Page {
  readonly skus?: readonly Sku[];
  readonly nextPageToken?: string;
}

/** The API wants a key, although the prices are public; `key` is sent in a header, which no log keeps. @throws {VendorError} */
export async function readGoogleSkus(
  service: string,
  key: string | undefined,
  fetch: typeof globalThis.fetch,
): Promise<readonly Sku[]> {
  if (key === undefined || key === "") {
    throw new VendorError(
      "Google Cloud's price catalog needs an API key: create one for the Cloud Billing API (https://cloud.google.com/docs/authentication/api-keys), and set GOOGLE_API_KEY.",
      { isForAll: true },
    );
  }
  const skus: Sku[] = [];
  let token = "";
  do {
    const url = `${BASE}/${service}/skus?currencyCode=USD&pageSize=5000&pageToken=${encodeURIComponent(token)}`;
    const what = `Google Cloud's price catalog of ${service}`;
    const page = (await (await get(what, url, fetch, { headers: { "x-goog-api-key": key } })).json()) as Page;
    skus.push(...(page.skus ?? []));
    token = page.nextPageToken ?? "";
  } while (token !== "");
  return skus;
}

export function priceIn(skus: readonly Sku[], region: string, { sum }: GoogleQuery): FoundPrice {
  const parts = sum.map(({ description, times }) => {
    const matches = skus.filter(
      (sku) => isIn(sku, region) && description.test(sku.description.replaceAll(/\s+/g, " ")),
    );
    const usd = matches.map((sku) => usdOf(sku) * times).filter((each) => each > 0);
    return { matches, usd: [...new Set(usd)] };
  });
  const matches = parts.flatMap((part) => part.matches);
  const dates = matches.map(({ pricingInfo }) => pricingInfo[0]?.effectiveTime?.slice(0, 10) ?? "").toSorted();
  return {
    usd: parts.reduce<number[]>((totals, { usd }) => totals.flatMap((total) => usd.map((each) => total + each)), [0]),
    source: `${matches.map(({ skuId }) => skuId).join(", ")}, effective from ${dates.at(-1) ?? ""}`,
  };
}

const isIn = ({ serviceRegions }: Sku, region: string) =>
  serviceRegions.includes(region) || serviceRegions.includes("global");

/** Of the first tier that costs something: those that cost nothing are free allowances. */
function usdOf({ pricingInfo }: Sku): number {
  const tiers = pricingInfo[0]?.pricingExpression.tieredRates ?? [];
  return (
    tiers.map(({ unitPrice: { units = "0", nanos = 0 } }) => Number(units) + nanos / 1e9).find((usd) => usd > 0) ?? 0
  );
}
