import { SEND_LESS, whyEndAbove } from "../../batch/answer-limit.ts";
import { problemResponse } from "../../http/refuse.ts";

/** What one invocation carries. */
interface InvocationLimits {
  /** The maximum size of a batch: less than an event, in which escaping or base64 enlarges the body. */
  readonly batchBytes: number;
  /** The maximum size of an answer that is not streamed, as JSON text. */
  readonly answerBytes: number;
}

/** 6 MB of JSON text in each direction. */
const INVOCATION: InvocationLimits = { batchBytes: 4_000_000, answerBytes: 6_291_556 };
/** 1 MB in each direction. */
const LOAD_BALANCER: InvocationLimits = { batchBytes: 700_000, answerBytes: 1_000_000 };

/** Lambda streams up to 200 MiB; the difference leaves room for the head and the last row. */
const STREAM_BYTES = 209_000_000;
/** Before Lambda's own timeout, which would cut the answer off without a reason. */
const LAST_ROW_MS = 1000;

/** Why a streamed answer must end before it reaches `bytes`; `millisecondsLeft` until Lambda ends the invocation. */
export function whyEndAt(bytes: number, millisecondsLeft: number): string | undefined {
  const tooLarge = whyEndAbove(STREAM_BYTES, bytes);
  if (tooLarge !== undefined || millisecondsLeft >= LAST_ROW_MS) return tooLarge;
  return `The answer takes longer than the timeout of this endpoint; ${SEND_LESS}`;
}

/** The limits of the endpoint that sent the event. */
export function limitsOf(requestContext: object): InvocationLimits {
  return "elb" in requestContext ? LOAD_BALANCER : INVOCATION;
}

/** Replaces an answer that the platform would turn into a bare 502 by an error that says why. */
export async function withinLimit(response: Response, limitBytes: number, url: string): Promise<Response> {
  // A 304 has no body, and must not be given one.
  if (response.body === null) return response;
  const text = await response.text();
  // Escaping turns one character into at most six, so shorter texts need not be measured.
  const bytes = text.length * 6 <= limitBytes ? 0 : Buffer.byteLength(JSON.stringify(text));
  if (bytes <= limitBytes) return new Response(text, response);
  const detail = `The answer has ${bytes} bytes, but this endpoint sends at most ${limitBytes}; ${SEND_LESS}`;
  const { pathname } = new URL(url);
  const refusal = problemResponse("answer_too_large", response.headers.get("x-request-id") ?? "", pathname, detail);
  // A page of another origin must be able to read why.
  for (const name of ["access-control-allow-origin", "access-control-expose-headers", "vary"]) {
    const value = response.headers.get(name);
    if (value !== null) refusal.headers.set(name, value);
  }
  return refusal;
}
