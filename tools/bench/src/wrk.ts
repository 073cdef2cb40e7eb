import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { CLIENT_CORE } from "./pinned-process.ts";
import { instances } from "./rows.ts";

/** One run of wrk, a closed loop: each connection sends its next request after the response to the previous one. */
export interface Throughput {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Writes the script that makes wrk send a different row each time; returns its path. */
export async function writeWrkScript(folder: string): Promise<string> {
  const bodies = instances.map((instance) => `  [==[${JSON.stringify(instance)}]==],`).join("\n");
  const script = `local bodies = {\n${bodies}\n}
local at = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  at = at % #bodies + 1
  return wrk.format(nil, "/predict", nil, bodies[at])
end
done = function(summary, latency)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
  io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"p50":%f,"p99":%f,"bad":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), bad))
end
`;
  const path = join(folder, "rows.lua");
  await writeFile(path, script);
  return path;
}

interface Result {
  readonly requests: number;
  readonly microseconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly bad: number;
}

/** @throws if wrk is missing, or if any response is not a 200, because errors would make a server look fast. */
export async function runWrk(url: string, script: string, connections: number, seconds: number): Promise<Throughput> {
  const args = ["-c", CLIENT_CORE, "wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "-s", script, url];
  const { stdout } = await promisify(execFile)("taskset", args);
  const found = /^RESULT (.*)$/m.exec(stdout)?.[1];
  if (found === undefined) throw new Error(`wrk printed no result: ${stdout}`);
  const { requests, microseconds, p50, p99, bad } = JSON.parse(found) as Result;
  if (bad > 0) throw new Error(`${bad} of ${requests} requests failed at ${url}`);
  return { requests, requestsPerSecond: requests / (microseconds / 1e6), p50Ms: p50 / 1000, p99Ms: p99 / 1000 };
}
