// Answers that Lambda passes on while they are made.
// https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
import { once } from "node:events";

/** What Lambda's Node.js runtime passes to a streaming handler: an emitter with some of Writable's methods. */
export interface ResponseStream extends NodeJS.EventEmitter {
  setContentType(type: string): void;
  /** False: wait for `drain`. */
  write(piece: string | Uint8Array): boolean;
  end(): void;
}

type StreamingHandler<Context> = (event: unknown, stream: ResponseStream, context: Context) => Promise<void>;

/** The global of Lambda's Node.js runtime. */
interface AwsLambda {
  streamifyResponse<Handler>(handler: Handler): Handler;
  readonly HttpResponseStream: { from(stream: ResponseStream, metadata: HttpMetadata): ResponseStream };
}

interface HttpMetadata {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

function runtime(): AwsLambda {
  const { awslambda } = globalThis as { readonly awslambda?: AwsLambda };
  if (awslambda) return awslambda;
  throw new Error(
    "index.stream needs the global awslambda, which AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA takes away: unset it, or use index.handler.",
  );
}

/**
 * Marks a handler as streaming. Outside Lambda's runtime it only throws when called; `index.handler` works without it.
 */
export function streamifyResponse<Context>(handler: StreamingHandler<Context>): StreamingHandler<Context> {
  return "awslambda" in globalThis ? runtime().streamifyResponse(handler) : async () => void runtime();
}

/**
 * Sends status, headers and cookies, then each piece of the body once the previous one has been sent. Rethrows errors
 * of the body: the runtime reports them after what was sent, and the endpoint closes the client's connection.
 */
export async function sendResponse(response: Response, stream: ResponseStream): Promise<void> {
  const http = runtime().HttpResponseStream.from(stream, metadataOf(response));
  // The metadata leave with the first write, so that is sent at once, even if there is no body.
  http.write("");
  for await (const piece of piecesOf(response)) if (!http.write(piece)) await once(http, "drain");
  http.end();
}

/** An answer that is not HTTP, as `index.handler` returns it. */
export function sendJson(value: unknown, stream: ResponseStream): void {
  stream.setContentType("application/json");
  stream.write(JSON.stringify(value));
  stream.end();
}

function metadataOf({ status, headers }: Response): HttpMetadata {
  const { "set-cookie": _, ...single } = Object.fromEntries(headers);
  return { statusCode: status, headers: single, cookies: headers.getSetCookie() };
}

/** Light responses (light-http.ts) return their body as it was given; text is one piece. */
function piecesOf({ body }: Response): AsyncIterable<Uint8Array> | Iterable<string | Uint8Array> {
  const made = body as ReadableStream<Uint8Array> | string | Uint8Array | null;
  if (made === null) return [];
  return typeof made === "string" || made instanceof Uint8Array ? [made] : made;
}
