// How many concurrent requests one instance should get. The platforms' `concurrency` settings are based on this.
import { everythingOn } from "../contestants.ts";
import { cpuQuota } from "../cpu-quota.ts";
import { startPinned } from "../pinned-process.ts";
import type { ConcurrencyRow } from "../result.ts";
import { runWrk } from "../wrk.ts";

const CONNECTIONS = [1, 8, 16, 32, 64, 80, 128, 256] as const;
const HALF = 0.5;

/** Throughput and latency by concurrency on one core, and on half a core if this machine can set a quota. */
export async function concurrency(
  script: string,
  seconds: number,
  say: (line: string) => void,
): Promise<ConcurrencyRow[]> {
  const whole = await byConnections(script, seconds, 1, () => undefined);
  const quota = cpuQuota(HALF);
  if (!quota) {
    say("Half a core is left out: a CPU quota needs a writable cgroup. Run it as root.");
    return whole;
  }
  try {
    return [...whole, ...(await byConnections(script, seconds, HALF, (pid) => quota.add(pid)))];
  } finally {
    quota.release();
  }
}

async function byConnections(
  script: string,
  seconds: number,
  cores: number,
  limit: (pid: number) => void,
): Promise<ConcurrencyRow[]> {
  const server = await startPinned(everythingOn);
  try {
    await runWrk(server.url, script, 64, 2);
    limit(server.pid);
    const rows: ConcurrencyRow[] = [];
    for (const connections of CONNECTIONS) {
      const { requestsPerSecond, p50Ms, p99Ms } = await runWrk(server.url, script, connections, seconds);
      rows.push({ cores, connections, requestsPerSecond, p50Ms, p99Ms });
    }
    return rows;
  } finally {
    await server.stop();
  }
}
