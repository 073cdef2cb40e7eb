// Waits for GET /ready. A new deployment is unreachable, forbidden or not found for a while: names, permissions and
// certificates take time everywhere.
import { setTimeout as sleep } from "node:timers/promises";
import { Passing } from "../retry.ts";
import { isPassingStatus } from "../http.ts";
import { type Client, detailOf } from "./client.ts";
import type { Finding } from "./finding.ts";

/** How long an answer that does not mean starting, such as 403 or 404, may last: permissions take up to two minutes. */
const SETTLE_SECONDS = 120;
const POLL_MS = 500;
const PROGRESS_MS = 5_000;

export interface WaitOptions {
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onWait: (sentence: string) => void;
}

interface State {
  /** What was observed, as the beginning of a sentence. */
  readonly seen: string;
  readonly remedy: string;
  readonly patienceSeconds: number;
}

export async function waitUntilReady(client: Client, options: WaitOptions): Promise<Finding> {
  const startedAt = performance.now();
  const secondsNow = () => (performance.now() - startedAt) / 1000;
  let saidAt = startedAt;
  for (;;) {
    const state = await askReady(client);
    const seconds = secondsNow();
    if (state === "ready") return { check: "ready", outcome: "ok", sentence: `after ${seconds.toFixed(1)} s` };
    const patienceSeconds = Math.min(options.timeoutSeconds, state.patienceSeconds);
    if (seconds + POLL_MS / 1000 >= patienceSeconds) {
      const sentence = `${state.seen}, for ${Math.round(seconds)} s now: ${state.remedy}.`;
      return { check: "ready", outcome: "failed", sentence };
    }
    if (performance.now() - saidAt >= PROGRESS_MS) {
      saidAt = performance.now();
      options.onWait(`${state.seen}; waiting, ${Math.round(seconds)} s of at most ${patienceSeconds} s.`);
    }
    await sleep(POLL_MS, undefined, { signal: options.signal });
  }
}

async function askReady(client: Client): Promise<"ready" | State> {
  try {
    const answer = await client.send("/ready");
    if (answer.status === 200) return "ready";
    const seen = `${client.url}/ready answered ${answer.status}${detailOf(answer)}`;
    const isStarting = isPassingStatus(answer.status) || answer.status >= 500;
    return { seen, remedy: remedyFor(answer.status), patienceSeconds: isStarting ? Infinity : SETTLE_SECONDS };
  } catch (error) {
    if (!(error instanceof Passing)) throw error;
    return { seen: error.message, remedy: client.reach.remedy, patienceSeconds: Infinity };
  }
}

function remedyFor(status: number): string {
  if (status === 401 || status === 403) {
    return "set --auth to the stack's output auth, and check that your account may invoke the service";
  }
  if (isPassingStatus(status) || status >= 500) {
    return "the service does not start, or its model does not load; its log says why";
  }
  return "is it the address of a modelport server?";
}
