import { problemResponse } from "../../http/refuse.ts";

/** What one invocation carries. */
interface InvocationLimits {
  /** What is taken as a batch: less than an event holds, for a body grows by escaping or base64 on its way into it. */
  readonly batchBytes: number;
  /** Of an answer that is not streamed, as JSON text. */
  readonly answerBytes: number;
}

/** 6 MB of JSON text both ways. */
const INVOCATION: InvocationLimits = { batchBytes: 4_000_000, answerBytes: 6_291_556 };
/** 1 MB both ways. */
const LOAD_BALANCER: InvocationLimits = { batchBytes: 700_000, answerBytes: 1_000_000 };

/** Of a streamed answer Lambda carries 200 MiB; what is left is for its head and its last row. */
const STREAM_BYTES = 209_000_000;
/** Before Lambda's own timeout, which would cut the answer without a word. */
const LAST_ROW_MS = 1000;

/** Why a streamed answer must end before it has so many bytes; `millisecondsLeft` until the invocation is cut. */
export function whyEndAt(bytes: number, millisecondsLeft: number): string | undefined {
  const advice = "send fewer rows at a time, or leave out explain=true.";
  if (bytes > STREAM_BYTES)
    return `The answer has more than ${STREAM_BYTES} bytes, which is what this door carries; ${advice}`;
  if (millisecondsLeft < LAST_ROW_MS) return `The answer takes longer than this door's timeout; ${advice}`;
  return undefined;
}

/** The limits of the front from which the event came. */
export function limitsOf(requestContext: object): InvocationLimits {
  return "elb" in requestContext ? LOAD_BALANCER : INVOCATION;
}

/** An answer that the platform would turn into a bare 502 is refused with a sentence instead. */
export async function withinLimit(response: Response, limitBytes: number, url: string): Promise<Response> {
  // 304 has none, and must not be given one.
  if (response.body === null) return response;
  const text = await response.text();
  // Escaping at most makes six characters of one: shorter texts need no measuring.
  const bytes = text.length * 6 <= limitBytes ? 0 : Buffer.byteLength(JSON.stringify(text));
  if (bytes <= limitBytes) return new Response(text, response);
  const detail = `The answer has ${bytes} bytes, but this door carries ${limitBytes}; send fewer rows at a time, or leave out explain=true.`;
  const { pathname } = new URL(url);
  const refusal = problemResponse("answer_too_large", response.headers.get("x-request-id") ?? "", pathname, detail);
  // A page of another origin must be able to read why.
  for (const name of ["access-control-allow-origin", "access-control-expose-headers", "vary"]) {
    const value = response.headers.get(name);
    if (value !== null) refusal.headers.set(name, value);
  }
  return refusal;
}
