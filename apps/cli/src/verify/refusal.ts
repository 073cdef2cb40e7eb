import type { Client } from "./client.ts";
import type { Finding } from "./finding.ts";

/** Not a field of any model. */
const BAD_REQUEST = JSON.stringify({ "modelport verify": true });

/** Checks that the service itself answers a bad request, and not something in front of it. */
export async function examineRefusal(client: Client): Promise<Finding> {
  const { status, mediaType, json } = await client.sendWithRetries("/api/v1/predict", BAD_REQUEST);
  const { code, request_id: requestId } = (json ?? {}) as { code?: unknown; request_id?: unknown };
  const isProblem = status === 422 && mediaType === "application/problem+json";
  if (isProblem && code === "validation_failed" && typeof requestId === "string") {
    return { check: "refusal", outcome: "ok", sentence: `a bad request gets a problem document (${status} ${code})` };
  }
  const found = `${status} ${mediaType || "without a Content-Type"}`;
  return {
    check: "refusal",
    outcome: "failed",
    sentence: `A bad request got ${found} instead of a problem document (422 application/problem+json, validation_failed): whatever is in front of the service must pass its answers through unchanged.`,
    expected: "422 application/problem+json",
    found,
  };
}
