import type { IncomingMessage } from "node:http";

/** How a streamed response ended; `cut` if its connection was lost because its process has ended, or is about to. */
type StreamEnd =
  | { readonly kind: "complete" }
  | { readonly kind: "error"; readonly body: Buffer }
  | { readonly kind: "too-large"; readonly bytes: number }
  | { readonly kind: "cut" };

/** A response that arrives while its function still runs. */
export interface StreamedResponse {
  readonly contentType: string;
  /**
   * Pieces as the function writes them: it waits while they are not read. A reader that stops early does not stop it.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Settles when all of `body` has been read. */
  readonly ended: Promise<StreamEnd>;
}

/** Whether a function posts its response while it produces it. */
export function isStreamed({ headers }: IncomingMessage): boolean {
  return headers["lambda-runtime-function-response-mode"] === "streaming";
}

/** What exceeds the limit is read and dropped, so that the function can be told. */
export function streamedResponse(request: IncomingMessage, limitBytes: number): StreamedResponse {
  const ended = Promise.withResolvers<StreamEnd>();
  let bytes = 0;
  const finish = () => {
    ended.resolve(bytes > limitBytes ? { kind: "too-large", bytes } : endFrom(request.trailers));
  };
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        bytes += piece.byteLength;
        if (bytes <= limitBytes) yield piece;
      }
    } catch {
      // The connection was lost, as `ended` says.
    } finally {
      if (request.readableEnded) finish();
      else request.once("end", finish).resume();
    }
  }
  request.once("error", () => undefined);
  request.once("close", () => void (request.readableEnded || ended.resolve({ kind: "cut" })));
  return {
    contentType: request.headers["content-type"] ?? "application/octet-stream",
    body: pieces(),
    ended: ended.promise,
  };
}

function endFrom(trailers: IncomingMessage["trailers"]): StreamEnd {
  if (trailers["lambda-runtime-function-error-type"] === undefined) return { kind: "complete" };
  return { kind: "error", body: Buffer.from(trailers["lambda-runtime-function-error-body"] ?? "", "base64") };
}
