// Counts from the server's own metrics, so that the summary does not depend on the client.
import { Failure } from "../../tools/launch/python-environment.mjs";

/** With fewer requests the run proves little. */
const LEAST_REQUESTS = 5_000;
const SAMPLE = /^modelport_http_request_duration_seconds_count\{route="([^"]*)",status="(\d+)"\} (\d+)$/gm;

/** Answered requests by route, then by status. */
type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Reads them from the server's metrics. */
export async function countRequests(url: string): Promise<Counts> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const counts = new Map<string, Map<string, number>>();
  for (const [, route = "", status = "", count = "0"] of text.matchAll(SAMPLE)) {
    const statuses = counts.get(route) ?? new Map<string, number>();
    counts.set(route, statuses.set(status, Number(count)));
  }
  return counts;
}

/** Prints what the server answered between two counts. @throws {Failure} for too few requests or any 5xx */
export function reportRequests(before: Counts, after: Counts, say: (line: string) => void): void {
  const total = new Map<string, number>();
  for (const [route, statuses] of after) {
    const own = new Map([...statuses].map(([status, n]) => [status, n - (before.get(route)?.get(status) ?? 0)]));
    for (const [status, n] of own) total.set(status, (total.get(status) ?? 0) + n);
    say(`  ${route}: ${listed(own)}`);
  }
  const requests = [...total.values()].reduce((sum, n) => sum + n, 0);
  say(`the server answered ${requests} requests: ${listed(total)}`);
  if (requests < LEAST_REQUESTS) {
    throw new Failure(`Only ${requests} requests arrived; at least ${LEAST_REQUESTS} are required.`);
  }
  const failed = [...total].filter(([status, n]) => status.startsWith("5") && n > 0).map(([status]) => status);
  if (failed.length > 0) throw new Failure(`The server answered ${failed.join(", ")}; there must be no 5xx.`);
}

function listed(statuses: ReadonlyMap<string, number>): string {
  const told = [...statuses].filter(([, n]) => n > 0).toSorted(([a], [b]) => a.localeCompare(b));
  return told.map(([status, n]) => `${n} × ${status}`).join(", ") || "none";
}
