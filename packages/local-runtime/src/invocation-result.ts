import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import type { Outcome } from "./runtime-api.ts";
import type { StreamedResponse } from "./streamed-response.ts";

/** The result of the Invoke API: the payload, and X-Amz-Function-Error if the function failed. */
export interface InvocationResult {
  readonly payload: unknown;
  readonly functionError?: "Unhandled";
}

/** Gets a streamed response when it begins, and reads it. */
export type TakeStream = (stream: StreamedResponse) => void;

/**
 * The result, once the invocation is over. If `takeStream` takes the stream, the payload is null; otherwise the stream
 * is collected, with the limit of complete responses. Never settles if the connection of a stream is lost: then the end
 * of the process, or the timeout, decides.
 */
export async function resultOf(outcome: Outcome, takeStream?: TakeStream): Promise<InvocationResult> {
  switch (outcome.kind) {
    case "response":
      return { payload: parsePayload(outcome.body) };
    case "error":
      return { payload: parsePayload(outcome.body), functionError: "Unhandled" };
    case "too-large":
      return tooLarge(outcome.bytes, LAMBDA_LIMITS.responseBytes);
    case "stream":
      return takeStream ? resultOfTaken(outcome.stream, takeStream) : resultOfGathered(outcome.stream);
  }
}

async function resultOfTaken(stream: StreamedResponse, takeStream: TakeStream): Promise<InvocationResult> {
  takeStream(stream);
  const end = await stream.ended;
  switch (end.kind) {
    case "complete":
      return { payload: null };
    case "error":
      return { payload: parsePayload(end.body), functionError: "Unhandled" };
    case "too-large":
      return tooLarge(end.bytes, LAMBDA_LIMITS.streamBytes);
    case "cut":
      return new Promise(() => undefined);
  }
}

async function resultOfGathered(stream: StreamedResponse): Promise<InvocationResult> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const gather = async () => {
    for await (const piece of stream.body) {
      bytes += piece.byteLength;
      if (bytes <= LAMBDA_LIMITS.responseBytes) pieces.push(piece);
    }
  };
  const [result] = await Promise.all([resultOfTaken(stream, () => undefined), gather()]);
  if (result.functionError) return result;
  if (bytes > LAMBDA_LIMITS.responseBytes) return tooLarge(bytes, LAMBDA_LIMITS.responseBytes);
  return { payload: parsePayload(Buffer.concat(pieces)) };
}

function tooLarge(bytes: number, limitBytes: number): InvocationResult {
  const message = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${limitBytes} bytes).`;
  return functionError("Function.ResponseSizeTooLarge", message);
}

export function timedOut(requestId: string, seconds: number): InvocationResult {
  const message = `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`;
  return functionError("Sandbox.Timedout", message);
}

export function exited(requestId: string, how: string): InvocationResult {
  return functionError("Runtime.ExitError", `RequestId: ${requestId} Error: Runtime exited with error: ${how}`);
}

export function functionError(errorType: string, errorMessage: string): InvocationResult {
  return { payload: { errorType, errorMessage }, functionError: "Unhandled" };
}

/** JSON if it is JSON, otherwise the text. */
export function parsePayload(body: Buffer): unknown {
  const text = body.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
