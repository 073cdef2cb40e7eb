import type { Door } from "./door.ts";

/** A door to an address; `close` is what ends the process behind it. */
export function overHttp(url: string, door: Pick<Door, "entry" | "instanceId" | "close">): Door {
  return {
    ...door,
    async send({ method, path, headers, body }) {
      const init = { method, ...(headers && { headers }), ...(body !== undefined && { body }) };
      const response = await fetch(new URL(path, url), init);
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    },
  };
}
