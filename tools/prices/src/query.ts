// Where a vendor's price API has a price, as data.

/** One row of AWS's price list of a service in a region. */
export interface AwsQuery {
  readonly vendor: "AWS";
  /** The service's code, which is in the file's address. */
  readonly service: string;
  /** The usage type without the region's prefix, such as `LCUUsage` for `EU-LCUUsage`. */
  readonly usageType: string;
  /** If several rows have the usage type. */
  readonly operation?: string;
  /** How many of the list's units one unit of ours is. */
  readonly times: number;
}

/** One or several SKUs of Google's catalog, whose prices add up. */
export interface GoogleQuery {
  readonly vendor: "Google Cloud";
  /** The service's id. */
  readonly service: string;
  readonly sum: readonly {
    /** The SKU among those of a region. */
    readonly description: RegExp;
    readonly times: number;
  }[];
}

export type PriceQuery = AwsQuery | GoogleQuery;

/** Queries by price id. A price without one is compared by hand. */
export type Queries = Readonly<Record<string, PriceQuery>>;

interface AwsOptions {
  readonly operation?: string;
  readonly times?: number;
}

export function aws(service: string, usageType: string, { times = 1, operation }: AwsOptions = {}): AwsQuery {
  return { vendor: "AWS", service, usageType, times, ...(operation !== undefined && { operation }) };
}

export function google(service: string, description: RegExp, times = 1): GoogleQuery {
  return { vendor: "Google Cloud", service, sum: [{ description, times }] };
}
