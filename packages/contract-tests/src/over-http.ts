import type { Endpoint } from "./endpoint.ts";

/** An endpoint to an address; `close` is what ends the process behind it. */
export function overHttp(url: string, endpoint: Pick<Endpoint, "entry" | "instanceId" | "close">): Endpoint {
  return {
    ...endpoint,
    async send({ method, path, headers, body }) {
      const init = { method, ...(headers && { headers }), ...(body !== undefined && { body }) };
      const response = await fetch(new URL(path, url), init);
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
  };
}
