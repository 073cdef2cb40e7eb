import type { Endpoint } from "./endpoint.ts";

/** How HTTP is written as an event, and read from the result. */
interface EventShape {
  toEvent(request: {
    readonly method: string;
    readonly path: string;
    readonly query?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
  }): unknown;
  fromResult(payload: unknown): {
    readonly status: number;
    readonly headers: Iterable<readonly [name: string, value: string]>;
    readonly body: Uint8Array;
  };
}

/** An endpoint to a function that takes events of one shape; `invoke` gives back the result's payload. */
export function overEvents(
  shape: EventShape,
  invoke: (event: unknown) => Promise<unknown>,
  endpoint: Pick<Endpoint, "entry" | "instanceId" | "close">,
): Endpoint {
  return {
    ...endpoint,
    async send({ method, path, headers, body }) {
      const [pathname = "/", query] = path.split("?");
      const event = shape.toEvent({
        method,
        path: pathname,
        ...(query !== undefined && { query }),
        ...(headers && { headers }),
        body,
      });
      const answer = shape.fromResult(await invoke(event));
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Buffer.from(answer.body).toString("utf8"),
      };
    },
  };
}
