import { eventShapes, type ShapeResponse } from "./event-shapes/index.ts";
import type { StreamedInvocation } from "./streamed-invocation.ts";

/** The content type of an answer that begins with its status and headers as JSON, and eight zero bytes. */
const HTTP_INTEGRATION = "application/vnd.awslambda.http-integration-response";
const DELIMITER = Buffer.alloc(8);
/** API Gateway requires the delimiter within this many bytes; function URLs document no limit. */
const METADATA_BYTES = 16_384;

/** An HTTP response whose body arrives while the function runs. */
export type HttpStream = Omit<ShapeResponse, "body"> & { readonly body: AsyncIterable<Uint8Array> };

/** What an endpoint of Lambda makes of a streamed answer; undefined if it ended before its head was complete. */
export async function httpStream({ contentType, body, failure }: StreamedInvocation): Promise<HttpStream | undefined> {
  const pieces = body[Symbol.asyncIterator]();
  if (contentType !== HTTP_INTEGRATION) {
    // A function that streams without a head gives a 200 with what it wrote.
    const { value, done } = await pieces.next();
    if (done && (await failure)) return undefined;
    const headers = new Headers({ "content-type": contentType });
    return { status: 200, headers, body: joined(value ?? Buffer.alloc(0), pieces) };
  }
  let begin = Buffer.alloc(0);
  for (;;) {
    const { value, done } = await pieces.next();
    if (done) return undefined;
    begin = Buffer.concat([begin, value]);
    const end = begin.indexOf(DELIMITER);
    if (end >= 0)
      return { ...headOf(begin.subarray(0, end)), body: joined(begin.subarray(end + DELIMITER.length), pieces) };
    if (begin.length > METADATA_BYTES) return undefined;
  }
}

/** Status, headers and cookies, as in the result of a function that does not stream. */
function headOf(json: Buffer): Pick<ShapeResponse, "status" | "headers"> {
  const metadata = JSON.parse(json.toString("utf8")) as object;
  const { status, headers } = eventShapes["function-url"].fromResult({ statusCode: 200, ...metadata, body: "" });
  return { status, headers };
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.byteLength > 0) yield first;
  yield* { [Symbol.asyncIterator]: () => rest };
}
