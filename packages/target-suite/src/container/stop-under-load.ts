// Requests while an instance stops, as a load balancer sends them.
import { connect } from "node:net";
import type { Instance } from "./declared-container.ts";

interface Stop {
  readonly answered: number;
  /** Requests without a complete answer, or with another status than 200. */
  readonly lost: number;
  readonly exitCode: number;
  readonly seconds: number;
}

const CLIENTS = 8;
/** Before the signal. */
const WARM_MS = 1000;
/** The share of the server's delay in which requests still arrive: load balancers stop before it ends. */
const NOTICED = 0.8;

/**
 * Predicts `body` with eight clients, each with a new connection for every request, stops the instance within `stopSeconds`,
 * and goes on until most of `delayMs` has passed: so long a load balancer may take to notice.
 */
export async function stopUnderLoad(
  { port, container }: Instance,
  body: string,
  { stopSeconds, delayMs }: { readonly stopSeconds: number; readonly delayMs: number },
): Promise<Stop> {
  let until = Number.POSITIVE_INFINITY;
  const statuses: string[] = [];
  const client = async () => {
    while (performance.now() < until) statuses.push(await predict(port, body));
  };
  const clients = Array.from({ length: CLIENTS }, client);
  await new Promise((resolve) => setTimeout(resolve, WARM_MS));
  until = performance.now() + delayMs * NOTICED;
  // Without a delay the platform has stopped sending before it sends the signal.
  if (delayMs === 0) await Promise.all(clients);
  const { exitCode, seconds } = await container.stop(stopSeconds);
  await Promise.all(clients);
  const answered = statuses.filter((status) => status === "200").length;
  return { answered, lost: statuses.length - answered, exitCode, seconds };
}

/** The status, or "" if the connection ended before the answer was complete. */
function predict(port: number, body: string): Promise<string> {
  const head = `POST /predict HTTP/1.1\r\nHost: model\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(head + body));
    let received = "";
    socket.on("data", (bytes) => void (received += bytes.toString("latin1")));
    // "close" follows, without a complete answer.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(/^HTTP\/1\.1 (\d+) [^]*\r\n\r\n\{.*\}$/.exec(received)?.[1] ?? ""));
  });
}
