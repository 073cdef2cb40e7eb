// A packaged server and a client that streams rows to it.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import { freePort, startService, stopService } from "@modelport/local-runtime";
import { packaged } from "./packaged.testing.ts";

const { manifest } = await readExpectedModel(join(import.meta.dirname, "../../../../model"));
const names = manifest.features.map((feature) => feature.name);
const line = `${manifest.features.map((feature) => String(feature.example)).join(",")}\n`;

interface SentRows {
  readonly rows: number;
  /** Cuts the connection when this many rows have been sent. */
  readonly cutAfter?: number;
}

/**
 * Posts `rows` CSV rows to the server at `url` without a Content-Length; the number of lines of the answer and its last 200
 * characters, or undefined if the connection was cut.
 */
export function postRows(
  url: string,
  { rows, cutAfter }: SentRows,
): Promise<{ lines: number; last: string } | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}/api/v1/predict/batch`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
    });
    let [lines, last] = [0, ""];
    outgoing.on("response", (incoming) => {
      incoming.setEncoding("utf8");
      incoming.on("data", (chunk: string) => {
        lines += chunk.split("\n").length - 1;
        last = (last + chunk).slice(-200);
      });
      incoming.on("end", () => resolve({ lines, last }));
      incoming.on("error", () => resolve(undefined));
    });
    outgoing.on("error", (error) => (cutAfter === undefined ? reject(error) : resolve(undefined)));
    const chunk = line.repeat(1000);
    let sent = 0;
    const more = () => {
      while (sent < rows) {
        if (cutAfter !== undefined && sent >= cutAfter) return void outgoing.destroy();
        sent += 1000;
        if (!outgoing.write(chunk)) return void outgoing.once("drain", more);
      }
      outgoing.end();
    };
    outgoing.write(`${names.join(",")}\n`);
    more();
  });
}

/** The packaged server as a process with a log file. */
export async function startBatchServer() {
  const directory = await mkdtemp(join(tmpdir(), "modelport-batch-"));
  const running = await startService({
    name: "server",
    artifact: { kind: "server-bundle", ...packaged("server-bundle") },
    directory: join(directory, "server"),
    port: await freePort(),
    environment: { LOG_LEVEL: "info", DRAIN_DELAY_MS: "0" },
  });
  const { url, pid } = running;
  return {
    url,
    log: () => readFile(join(running.directory, "service.log"), "utf8").catch(() => ""),
    /** Resident memory in MB; 0 where the system does not say. */
    async residentMb(): Promise<number> {
      const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
    },
    async scoredRows(): Promise<number> {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/modelport_batch_rows_total\{outcome="scored"\} (\d+)/.exec(text)?.[1] ?? 0);
    },
    /** The status of a single prediction. */
    async predictOne(): Promise<number> {
      const body = JSON.stringify(manifest.selfCheck.instance);
      const headers = { "content-type": "application/json" };
      return (await fetch(`${url}/predict`, { method: "POST", headers, body })).status;
    },
    async close(): Promise<void> {
      await stopService(running);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export type BatchServer = Awaited<ReturnType<typeof startBatchServer>>;
