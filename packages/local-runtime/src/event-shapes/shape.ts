/** Header lines in order: a name may occur more than once. */
export type HeaderLines = Iterable<readonly [string, string]> | Readonly<Record<string, string>>;

/** An HTTP request to an endpoint of Lambda. */
export interface ShapeRequest {
  readonly method: string;
  /** As sent: percent-encoded, without the query. */
  readonly path: string;
  /** As sent, without "?". */
  readonly query?: string;
  readonly headers?: HeaderLines;
  readonly body?: Uint8Array | string | undefined;
}

/** The response of an endpoint of Lambda. */
export interface ShapeResponse {
  readonly status: number;
  /** `getSetCookie()` returns the cookies one by one. */
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** How one kind of endpoint writes a request as an event, and reads the function's result. */
export interface EventShape {
  toEvent(request: ShapeRequest): unknown;
  /** A payload that the endpoint does not understand becomes its 502, as at AWS. */
  fromResult(payload: unknown): ShapeResponse;
}

/** Lower-case header names with all their values, in order. */
export function headerLists(headers: HeaderLines = {}): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  const lines = Symbol.iterator in headers ? (headers as Iterable<readonly [string, string]>) : Object.entries(headers);
  for (const [name, value] of lines) append(lists, name.toLowerCase(), value);
  return lists;
}

/** `a=1&a=2` as lists; with `decode` false percent-encoding is kept, as by an ALB. */
export function queryLists(query: string, decode: boolean): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  if (decode) {
    for (const [name, value] of new URLSearchParams(query)) append(lists, name, value);
    return lists;
  }
  for (const part of query.split("&").filter((pair) => pair !== "")) {
    const [name = "", ...value] = part.split("=");
    append(lists, name, value.join("="));
  }
  return lists;
}

function append(lists: Map<string, string[]>, name: string, value: string): void {
  const list = lists.get(name);
  if (list) list.push(value);
  else lists.set(name, [value]);
}

export function joined(lists: Map<string, string[]>, separator = ","): Record<string, string> {
  return Object.fromEntries([...lists].map(([name, values]) => [name, values.join(separator)]));
}

export function lastOnly(lists: Map<string, string[]>): Record<string, string> {
  return Object.fromEntries([...lists].map(([name, values]) => [name, values.at(-1) ?? ""]));
}

const TEXT_TYPE = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml))\b)/i;

/** The body of an event: text for text types, base64 for the rest, for compressed bodies and for what is not UTF-8. */
export function eventBody(
  body: Uint8Array | string | undefined,
  headers: Map<string, string[]>,
): { body: string | undefined; isBase64Encoded: boolean } {
  if (body === undefined || body.length === 0) return { body: undefined, isBase64Encoded: false };
  const bytes =
    typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const isText = TEXT_TYPE.test(headers.get("content-type")?.[0] ?? "") && !headers.has("content-encoding");
  const text = isText ? bytes.toString("utf8") : undefined;
  if (text !== undefined && Buffer.from(text).equals(bytes)) return { body: text, isBase64Encoded: false };
  return { body: bytes.toString("base64"), isBase64Encoded: true };
}

/** The fields that all endpoints read from a function's result. */
export interface ProxyResult {
  readonly statusCode?: unknown;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
  readonly cookies?: readonly string[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

export function resultBody({ body, isBase64Encoded }: ProxyResult): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(body ?? "", isBase64Encoded === true ? "base64" : "utf8"));
}

/** The answer of an endpoint to a payload that is not a valid result. */
export function badGateway(message: string): ShapeResponse {
  return {
    status: 502,
    headers: new Headers({ "content-type": "application/json" }),
    body: new Uint8Array(Buffer.from(JSON.stringify({ message }))),
  };
}

export function isProxyResult(payload: unknown): payload is ProxyResult {
  const statusCode = (payload as ProxyResult | null | undefined)?.statusCode;
  return Number.isInteger(statusCode) && (statusCode as number) >= 200 && (statusCode as number) <= 599;
}
