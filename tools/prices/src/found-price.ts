/** What a vendor's price API says about one query. */
export interface FoundPrice {
  /** For one unit of ours, in the first tier that costs something. Several if the query does not tell rows apart; none if nothing matches. */
  readonly usd: readonly number[];
  /** The id of the list or of the SKUs, and their date. */
  readonly source: string;
}

/** A vendor's price API cannot be read; its message is one sentence. */
export class VendorError extends Error {
  override readonly name = "VendorError";
  /** Whether nothing else of this vendor can be read either. */
  readonly isForAll: boolean;
  constructor(message: string, { isForAll = false } = {}) {
    super(message);
    this.isForAll = isForAll;
  }
}

/** The answer of a vendor. @throws {VendorError} */
export async function get(
  what: string,
  url: string,
  fetch: typeof globalThis.fetch,
  init: RequestInit = {},
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    const { message, cause } = error as Error & { readonly cause?: NodeJS.ErrnoException };
    throw new VendorError(
      `${what} cannot be read from ${new URL(url).host} (${cause?.code ?? message}): check the network, and HTTPS_PROXY if there is a proxy.`,
      { isForAll: true },
    );
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw new VendorError(`${what} cannot be read: ${new URL(url).host} answered ${response.status}.`);
}
