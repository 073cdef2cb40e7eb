import { functionUrl } from "./payload-v2.ts";
import { isProxyResult, type EventShape } from "./shape.ts";

/**
 * Invoked through the Invoke API: the event is the body itself. The payload is the answer; with a status code, headers
 * and a body it is read as a function URL reads it.
 */
export const direct: EventShape = {
  toEvent({ body }) {
    const text = typeof body === "string" ? body : new TextDecoder().decode(body);
    return JSON.parse(text === "" ? "null" : text) as unknown;
  },

  fromResult(payload) {
    if (isProxyResult(payload)) return functionUrl.fromResult(payload);
    // A problem (RFC 9457) contains its status; anything else is a successful answer.
    const status = (payload as { status?: unknown } | null)?.status;
    return {
      status: typeof status === "number" ? status : 200,
      headers: new Headers({ "content-type": "application/json" }),
      body: new Uint8Array(Buffer.from(JSON.stringify(payload ?? null))),
    };
  },
};
