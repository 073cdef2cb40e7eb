// Reads AWS's price list of a service in a region as it arrives: that of EC2 has hundreds of megabytes.
// https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
import { csvRecords } from "@modelport/tabular-text";
import { type FoundPrice, get, VendorError } from "./found-price.ts";
import type { AwsQuery } from "./query.ts";

const BASE = "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws";

/** No account and no credentials are needed. @throws {VendorError} */
export async function readAwsList(
  service: string,
  region: string,
  queries: readonly AwsQuery[],
  fetch: typeof globalThis.fetch,
): Promise<readonly FoundPrice[]> {
  const what = `AWS's price list of ${service} in ${region}`;
  const { body } = await get(what, `${BASE}/${service}/current/${region}/index.csv`, fetch);
  if (body === null) throw new VendorError(`${what} is empty.`);
  return pricesIn(what, body.pipeThrough(new TextDecoderStream()), region, queries);
}

const COLUMNS = [
  "SKU",
  "TermType",
  "StartingRange",
  "PricePerUnit",
  "Currency",
  "usageType",
  "operation",
  "Region Code",
] as const;

type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** @throws {VendorError} if a column is missing */
export async function pricesIn(
  what: string,
  text: AsyncIterable<string>,
  region: string,
  queries: readonly AwsQuery[],
): Promise<readonly FoundPrice[]> {
  const matches = queries.map(() => new Map<string, Row>());
  const wanted = queries.map(({ usageType }) => usageTypeIn(usageType));
  let published = "";
  let rowOf: ((cells: readonly string[]) => Row) | undefined;
  for await (const records of csvRecords(text, { maxRecordCharacters: 65_536, fits: () => true })) {
    for (const { cells } of records) {
      if (rowOf === undefined) {
        if (cells[0] === "Publication Date") published = (cells[1] ?? "").slice(0, 10);
        if (cells[0] === "SKU") rowOf = rowReader(what, cells);
        continue;
      }
      const row = rowOf(cells);
      if (row["Region Code"] !== region || row.TermType !== "OnDemand" || row.Currency !== "USD") continue;
      for (const [index, query] of queries.entries()) {
        const isMatch = wanted[index]?.test(row.usageType) && (query.operation ?? row.operation) === row.operation;
        const found = matches[index];
        if (isMatch === true && found !== undefined && isEarlierTier(row, found.get(row.SKU))) found.set(row.SKU, row);
      }
    }
  }
  if (rowOf === undefined) throw new VendorError(`${what} has no row that begins with SKU: it is not a price list.`);
  return matches.map((rows, index) => {
    const usd = [...rows.values()].map(({ PricePerUnit }) => Number(PricePerUnit) * (queries[index]?.times ?? 1));
    return { usd: [...new Set(usd)], source: `${[...rows.keys()].join(", ")} in the list of ${published}` };
  });
}

function rowReader(what: string, header: readonly string[]): (cells: readonly string[]) => Row {
  const places = COLUMNS.map((column) => [column, header.indexOf(column)] as const);
  const missing = places.find(([, place]) => place === -1);
  if (missing !== undefined) throw new VendorError(`${what} has no column ${missing[0]}: its format has changed.`);
  return (cells) => Object.fromEntries(places.map(([column, place]) => [column, cells[place] ?? ""])) as Row;
}

/** Most regions write `EUW2-` before it, us-east-1 `USE1-` or nothing, eu-west-1 `EU-`. `TS-LoadBalancerUsage` is another type. */
function usageTypeIn(usageType: string): RegExp {
  return new RegExp(`^((EU|[A-Z]{3}\\d)-)?${usageType.replaceAll(".", "\\.")}$`);
}

/** Tiers that cost nothing are free allowances. */
function isEarlierTier(row: Row, known: Row | undefined): boolean {
  return (
    Number(row.PricePerUnit) > 0 && (known === undefined || Number(row.StartingRange) < Number(known.StartingRange))
  );
}
