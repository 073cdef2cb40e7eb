// Asks each price API once, and compares what it says with our price books.
import { readAwsList } from "./aws-list.ts";
import { type FoundPrice, VendorError } from "./found-price.ts";
import { priceIn, readGoogleSkus } from "./google-catalog.ts";
import type { PriceRow } from "./price-rows.ts";
import type { AwsQuery, GoogleQuery } from "./query.ts";

export interface Surroundings {
  readonly fetch: typeof globalThis.fetch;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Says what is being read. */
  readonly progress: (sentence: string) => void;
}

/** A price that was compared. */
export interface Compared extends PriceRow {
  readonly found: FoundPrice;
}

export interface Comparison {
  readonly compared: readonly Compared[];
  /** One sentence for each price API, or part of one, that cannot be read. */
  readonly failures: readonly string[];
}

export async function compare(rows: readonly PriceRow[], surroundings: Surroundings): Promise<Comparison> {
  const compared: Compared[] = [];
  const failures: string[] = [];
  const groups = Map.groupBy(rows.filter(hasQuery), ({ query, region }) =>
    query.vendor === "AWS" ? `${query.service} in ${region}` : query.service,
  );
  const lost = new Set<string>();
  for (const [name, group] of groups) {
    const vendor = group[0]?.query.vendor ?? "";
    if (lost.has(vendor)) continue;
    surroundings.progress(`Reading the prices of ${vendor}: ${name}`);
    try {
      const found = await foundFor(group, surroundings);
      compared.push(...group.map((row, index) => ({ ...row, found: found[index] ?? { usd: [], source: "" } })));
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      failures.push(error.message);
      if (error.isForAll) lost.add(vendor);
    }
  }
  return { compared, failures };
}

type Queried = PriceRow & { readonly query: AwsQuery | GoogleQuery };

const hasQuery = (row: PriceRow): row is Queried => row.query !== undefined;

async function foundFor(
  group: readonly Queried[],
  { fetch, environment }: Surroundings,
): Promise<readonly FoundPrice[]> {
  const [{ query, region }] = group as readonly [Queried];
  if (query.vendor === "AWS") {
    return readAwsList(
      query.service,
      region,
      group.map((row) => row.query as AwsQuery),
      fetch,
    );
  }
  const skus = await readGoogleSkus(query.service, environment["GOOGLE_API_KEY"], fetch);
  return group.map((row) => priceIn(skus, row.region, row.query as GoogleQuery));
}
