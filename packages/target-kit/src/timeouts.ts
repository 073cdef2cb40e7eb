// The timeouts on the path to the model, and the order that they must have.

/** Deadlines in seconds, and what happens to timers between requests. `null`: this path has no such timer. */
export interface Timeouts {
  /** How long one request may take: the limit of the load balancer or the platform. */
  readonly requestSeconds: number | null;
  /** After how long the load balancer closes an idle connection to the server. */
  readonly frontIdleSeconds: number | null;
  /**
   * Whether the platform pauses the CPU after a response (Cloud Run with request-based billing, Lambda): a timer that expires
   * meanwhile fires only when the next request arrives.
   */
  readonly cpuPausedBetweenRequests: boolean;
  /** How long the server keeps an idle connection; 0: it never closes one by itself. */
  readonly serverKeepAliveSeconds: number | null;
  /** How long the server waits for the headers of a request on such a connection. */
  readonly serverHeadersSeconds: number | null;
  /** After how long the load balancer stops sending requests to a stopping instance. */
  readonly deregistrationSeconds: number | null;
  /** How long the platform waits before it sends the signal (Kubernetes' preStop). */
  readonly preStopSeconds: number | null;
  /** From the signal: how long requests are still accepted, until the load balancer has noticed. */
  readonly drainDelaySeconds: number | null;
  /** After that: how long running requests may take. */
  readonly drainTimeoutSeconds: number | null;
  /** From the start of the shutdown (preStop included) to the kill. */
  readonly graceSeconds: number | null;
}

/** The server's own defaults: above the 60 s after which common load balancers close idle connections (nodejs/node 20256). */
export const serverTimeouts = {
  serverKeepAliveSeconds: 65,
  serverHeadersSeconds: 66,
  drainDelaySeconds: 1,
  drainTimeoutSeconds: 8,
} as const;

/** A path without any of these timers: the app listens on no socket, and no load balancer stands in front of it. */
export const noTimeouts = {
  requestSeconds: null,
  frontIdleSeconds: null,
  serverKeepAliveSeconds: null,
  serverHeadersSeconds: null,
  deregistrationSeconds: null,
  preStopSeconds: null,
  drainDelaySeconds: null,
  drainTimeoutSeconds: null,
  graceSeconds: null,
} as const;

/** What is left of the grace for the process to flush its log and exit. */
const EXIT_SECONDS = 0.5;

type Row = Exclude<keyof Timeouts, "cpuPausedBetweenRequests">;

/** `lower` must be below `upper`, wherever the path has both. */
const ORDERED: readonly (readonly [lower: Row, upper: Row, why: string])[] = [
  [
    "frontIdleSeconds",
    "serverKeepAliveSeconds",
    "or the server closes a connection on which the load balancer is sending a request",
  ],
  [
    "serverKeepAliveSeconds",
    "serverHeadersSeconds",
    "or a connection that was kept open closes while its next request arrives",
  ],
  [
    "deregistrationSeconds",
    "preStopSeconds",
    "or the instance stops while the load balancer still sends requests to it",
  ],
  ["preStopSeconds", "graceSeconds", "or the process is killed before it is told to stop"],
];

/** One sentence for each row of `timeouts` that breaks the order; empty if all is well. */
export function timeoutFaults(timeouts: Timeouts): readonly string[] {
  const faults: string[] = [];
  for (const [lower, upper, why] of ORDERED) {
    const [low, high] = [timeouts[lower], timeouts[upper]];
    if (upper === "serverKeepAliveSeconds" && high === 0) continue;
    if (low !== null && high !== null && low >= high) {
      faults.push(`${lower} is ${low}, but must be below ${upper}, which is ${high}, ${why}.`);
    }
  }
  const { cpuPausedBetweenRequests, serverKeepAliveSeconds: keepAlive } = timeouts;
  if (cpuPausedBetweenRequests && keepAlive !== null && keepAlive !== 0) {
    faults.push(
      `serverKeepAliveSeconds is ${keepAlive}, but must be 0 where cpuPausedBetweenRequests is true, ` +
        "or a timer that expires during the pause closes the connection on which the next request arrives.",
    );
  }
  const { preStopSeconds, drainDelaySeconds, drainTimeoutSeconds, graceSeconds } = timeouts;
  const needed = (preStopSeconds ?? 0) + (drainDelaySeconds ?? 0) + (drainTimeoutSeconds ?? 0) + EXIT_SECONDS;
  if (graceSeconds !== null && drainTimeoutSeconds !== null && needed > graceSeconds) {
    faults.push(
      `graceSeconds is ${graceSeconds}, but preStopSeconds, drainDelaySeconds, drainTimeoutSeconds and ${EXIT_SECONDS} s to exit ` +
        `add up to ${needed}, or running requests are killed.`,
    );
  }
  return faults;
}

/** The variables that configure the server's part of the table, in milliseconds. */
export function timeoutsEnvironment(timeouts: Timeouts): Readonly<Record<string, string>> {
  const rows = [
    ["KEEP_ALIVE_TIMEOUT_MS", timeouts.serverKeepAliveSeconds],
    ["HEADERS_TIMEOUT_MS", timeouts.serverHeadersSeconds],
    ["DRAIN_DELAY_MS", timeouts.drainDelaySeconds],
    ["DRAIN_TIMEOUT_MS", timeouts.drainTimeoutSeconds],
  ] as const;
  return Object.fromEntries(
    rows.flatMap(([name, seconds]) => (seconds === null ? [] : [[name, String(Math.round(seconds * 1000))]])),
  );
}
