import type { IncomingMessage } from "node:http";

/** A whole body, or only its size if that exceeds the limit; the rest is read and dropped. */
export type Body = { readonly bytes: Buffer } | { readonly tooLargeBytes: number };

export async function readBody(message: IncomingMessage, limitBytes: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= limitBytes) chunks.push(chunk);
  }
  return size <= limitBytes ? { bytes: Buffer.concat(chunks) } : { tooLargeBytes: size };
}
