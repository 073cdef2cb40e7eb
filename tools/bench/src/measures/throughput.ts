// All contestants run at the same time and get requests in turns. Turns are short, so that a slow phase affects all of them.
import { type Contestant, contestants } from "../contestants.ts";
import { type PinnedServer, startPinned } from "../pinned-process.ts";
import type { ThroughputRow } from "../result.ts";
import { runWrk } from "../wrk.ts";

const CONNECTIONS = [1, 16, 64] as const;
const WARM_UP_SECONDS = 2;

/** One number per round in each row. */
export async function throughput(script: string, rounds: number, seconds: number): Promise<ThroughputRow[]> {
  const servers = new Map<Contestant, PinnedServer>();
  try {
    for (const contestant of contestants) {
      const server = await startPinned(contestant);
      servers.set(contestant, server);
      await runWrk(server.url, script, 16, WARM_UP_SECONDS);
    }
    const turns: Turn[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const connections of CONNECTIONS) {
        for (const [{ name }, server] of servers) {
          turns.push({ connections, contestant: name, ...(await turn(server, script, connections, seconds)) });
        }
      }
    }
    return rowsOf(turns);
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

interface Turn {
  readonly connections: number;
  readonly contestant: string;
  readonly requestsPerSecond: number;
  readonly cpuMicroseconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function turn(server: PinnedServer, script: string, connections: number, seconds: number) {
  const before = server.cpuMicroseconds();
  const { requests, requestsPerSecond, p50Ms, p99Ms } = await runWrk(server.url, script, connections, seconds);
  return { requestsPerSecond, cpuMicroseconds: (server.cpuMicroseconds() - before) / requests, p50Ms, p99Ms };
}

function rowsOf(turns: readonly Turn[]): ThroughputRow[] {
  return CONNECTIONS.flatMap((connections) =>
    contestants.map(({ name }) => {
      const own = turns.filter((one) => one.connections === connections && one.contestant === name);
      return {
        connections,
        contestant: name,
        requestsPerSecond: own.map((one) => one.requestsPerSecond),
        cpuMicroseconds: own.map((one) => one.cpuMicroseconds),
        p50Ms: own.map((one) => one.p50Ms),
        p99Ms: own.map((one) => one.p99Ms),
      };
    }),
  );
}
