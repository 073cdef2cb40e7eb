// Request, Response and Headers for an entry point that gets whole requests and answers with text or streams. Loading
// Node's own on first use takes as much of a Lambda cold start as starting Node (docs/adr/0011). They support only what
// Hono and this app use.

type HeaderPairs = Iterable<readonly [string, string]> | Readonly<Record<string, string | readonly string[]>>;

/** Headers with lower-case names. Several values of a name are joined by ", "; cookies are kept apart. */
class LightHeaders implements Iterable<[string, string]> {
  readonly #values = new Map<string, string[]>();

  constructor(init: HeaderPairs = []) {
    const pairs = Symbol.iterator in init ? (init as Iterable<readonly [string, string]>) : Object.entries(init);
    for (const [name, value] of pairs) for (const each of [value].flat()) this.append(name, each);
  }

  append(name: string, value: string): void {
    const own = this.#values.get(name.toLowerCase());
    if (own) own.push(checked(name, value));
    else this.set(name, value);
  }

  set(name: string, value: string): void {
    this.#values.set(name.toLowerCase(), [checked(name, value)]);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  get(name: string): string | null {
    return this.#values.get(name.toLowerCase())?.join(", ") ?? null;
  }

  getSetCookie(): string[] {
    return [...(this.#values.get("set-cookie") ?? [])];
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this) visit(value, name);
  }

  *entries(): IterableIterator<[string, string]> {
    for (const [name, values] of this.#values) {
      if (name !== "set-cookie") yield [name, values.join(", ")];
      else for (const cookie of values) yield [name, cookie];
    }
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }
}

/** Like Node's own, rejects a line break in a value, which would start a new header. */
function checked(name: string, value: string): string {
  const text = value.trim();
  if (/[\r\n\0]/.test(text)) throw new TypeError(`The header ${name} has a value with a line break.`);
  return text;
}

type Body = string | Uint8Array | ArrayBuffer | ReadableStream<Uint8Array> | null;

/** A body that is read once, as text or bytes; streams are collected. */
class LightBody {
  readonly headers: LightHeaders;
  readonly #body: Body;

  constructor(body: Body | undefined, headers: LightHeaders) {
    this.#body = body ?? null;
    this.headers = headers;
  }

  protected get raw(): Body {
    return this.#body;
  }

  async text(): Promise<string> {
    if (typeof this.#body === "string") return this.#body;
    return Buffer.from(await this.arrayBuffer()).toString("utf8");
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = await this.#bytes();
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  }

  async #bytes(): Promise<Uint8Array> {
    const body = this.#body;
    if (body === null) return new Uint8Array();
    if (typeof body === "string") return Buffer.from(body);
    if (body instanceof ReadableStream) return Buffer.concat(await Array.fromAsync(body));
    return body instanceof ArrayBuffer ? new Uint8Array(body) : body;
  }
}

interface RequestInit {
  readonly method?: string;
  readonly headers?: HeaderPairs;
  readonly body?: Body;
}

class LightRequest extends LightBody {
  readonly url: string;
  readonly method: string;

  /** `input` is a URL, or a request of which `init` replaces parts. */
  constructor(input: string | LightRequest, init: RequestInit = {}) {
    const from = typeof input === "string" ? undefined : input;
    super(init.body ?? from?.raw, new LightHeaders(init.headers ?? from?.headers));
    this.url = typeof input === "string" ? input : input.url;
    this.method = init.method ?? from?.method ?? "GET";
  }

  get body(): ReadableStream<Uint8Array> | null {
    const { raw } = this;
    if (raw === null || raw instanceof ReadableStream) return raw;
    return ReadableStream.from([typeof raw === "string" ? Buffer.from(raw) : new Uint8Array(raw)]);
  }

  /** The client cannot cancel an invocation. */
  get signal(): AbortSignal {
    return new AbortController().signal;
  }
}

interface ResponseInit {
  readonly status?: number;
  readonly headers?: HeaderPairs;
}

class LightResponse extends LightBody {
  readonly status: number;

  constructor(body?: Body, { status = 200, headers }: ResponseInit = {}) {
    const own = new LightHeaders(headers);
    if (typeof body === "string" && !own.has("content-type")) own.set("content-type", "text/plain;charset=UTF-8");
    super(body, own);
    this.status = status;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** The body as it was given: only Hono reads it, to pass it on to a new response. */
  get body(): Body {
    return this.raw;
  }
}

/** Replaces Node's own three globals; call it before anything has used one of them. */
export function useLightHttp(): void {
  Object.assign(globalThis, { Headers: LightHeaders, Request: LightRequest, Response: LightResponse });
}
