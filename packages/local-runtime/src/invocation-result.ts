import { LAMBDA_LIMITS } from "./lambda-limits.ts";
import type { Outcome } from "./runtime-api.ts";

/** What the Invoke API gives back: the payload, and X-Amz-Function-Error where the function failed. */
export interface InvocationResult {
  readonly payload: unknown;
  readonly functionError?: "Unhandled";
}

export function resultOf(outcome: Outcome): InvocationResult {
  switch (outcome.kind) {
    case "response":
      return { payload: parsePayload(outcome.body) };
    case "error":
      return { payload: parsePayload(outcome.body), functionError: "Unhandled" };
    case "too-large":
      return functionError(
        "Function.ResponseSizeTooLarge",
        `Response payload size (${outcome.bytes} bytes) exceeded maximum allowed payload size (${LAMBDA_LIMITS.responseBytes} bytes).`,
      );
  }
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

/** JSON where it is JSON, else the text. */
export function parsePayload(body: Buffer): unknown {
  const text = body.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
