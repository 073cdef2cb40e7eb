// Requests at a steady rate, each on a connection of its own: what a reset, a refused connection or a time-out would hit.
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const TIMEOUT_MILLISECONDS = 5_000;

export interface LoadOptions {
  readonly url: string;
  readonly body: string;
  readonly perSecond: number;
}

export interface Failure {
  /** Of the request's start, by `performance.now()`. */
  readonly at: number;
  /** The status, or the error's code. */
  readonly reason: string;
}

export interface LoadReport {
  readonly sent: number;
  /** What this machine managed of the rate that was asked for. */
  readonly perSecond: number;
  readonly failures: readonly Failure[];
  readonly medianMilliseconds: number;
}

export interface Load {
  /** Sends nothing more, and waits for the last answers. */
  stop(): Promise<LoadReport>;
}

/** Starts to send; every request that does not get a whole answer with status 200 is a failure. */
export function startLoad({ url, body, perSecond }: LoadOptions): Load {
  const failures: Failure[] = [];
  const milliseconds: number[] = [];
  const pending: Promise<void>[] = [];
  const began = performance.now();
  const stopping = new AbortController();

  async function sendOne(): Promise<void> {
    const at = performance.now();
    const reason = await post(url, body);
    milliseconds.push(performance.now() - at);
    if (reason !== undefined) failures.push({ at, reason });
  }

  async function send(): Promise<void> {
    while (!stopping.signal.aborted) {
      pending.push(sendOne());
      const next = began + (pending.length * 1000) / perSecond;
      await sleep(Math.max(0, next - performance.now()));
    }
  }

  const sending = send();
  return {
    async stop() {
      stopping.abort();
      await sending;
      const sent = pending.length;
      const managed = (sent * 1000) / (performance.now() - began);
      await Promise.all(pending);
      const medianMilliseconds = milliseconds.toSorted((one, other) => one - other)[milliseconds.length >> 1] ?? 0;
      return { sent, perSecond: managed, failures, medianMilliseconds };
    },
  };
}

/** `12000 requests, 200 a second, 0 failed, median 3.1 ms`, with the reasons of failures and how often each came. */
export function describeLoad({ sent, perSecond, failures, medianMilliseconds }: LoadReport): string {
  const counts = new Map<string, number>();
  for (const { reason } of failures) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).join(", ");
  const failed = failures.length === 0 ? "0 failed" : `${failures.length} failed (${reasons})`;
  return `${sent} requests, ${perSecond.toFixed(0)} a second, ${failed}, median ${medianMilliseconds.toFixed(1)} ms`;
}

// Why it failed; undefined after a whole answer with status 200.
function post(url: string, body: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method: "POST", agent: false, headers, timeout: TIMEOUT_MILLISECONDS }, (response) => {
      response.on("error", (error) => resolve(codeOf(error)));
      response.on("end", () => resolve(response.statusCode === 200 ? undefined : `status ${response.statusCode}`));
      response.resume();
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer within 5 s")));
    sent.on("error", (error) => resolve(codeOf(error)));
    sent.end(body);
  });
}

function codeOf(error: NodeJS.ErrnoException): string {
  return error.code ?? error.message;
}
