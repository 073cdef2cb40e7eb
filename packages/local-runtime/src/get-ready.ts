import { request } from "node:http";

export interface ReadyAnswer {
  readonly status: number;
  readonly instanceId: string | undefined;
}

/** GET /ready on this machine; undefined if there is no HTTP answer in time. */
export function getReady(port: number, timeoutMs: number): Promise<ReadyAnswer | undefined> {
  return new Promise((resolve) => {
    const outgoing = request(
      { host: "127.0.0.1", port, path: "/ready", agent: false, timeout: timeoutMs },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", () => resolve(undefined));
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            instanceId: instanceIdIn(Buffer.concat(chunks).toString("utf8")),
          });
        });
      },
    );
    outgoing.on("timeout", () => outgoing.destroy());
    outgoing.on("error", () => resolve(undefined));
    outgoing.end();
  });
}

function instanceIdIn(body: string): string | undefined {
  try {
    const { instance_id: instanceId } = JSON.parse(body) as { instance_id?: unknown };
    return typeof instanceId === "string" ? instanceId : undefined;
  } catch {
    return undefined;
  }
}
