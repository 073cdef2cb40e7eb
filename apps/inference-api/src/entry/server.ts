// The entry point for containers and laptops: a long-running HTTP server.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "../app.ts";
import { ByteBudget, unreadBytesByMemory } from "../batch/spool.ts";
import { BoundedOutput } from "../log/bounded-output.ts";
import { EnvError, parseEnv } from "../env.ts";
import { createLogger } from "../log/log.ts";
import { gatherLines } from "../log/log-output.ts";
import { MemoryBudget } from "../memory/memory-budget.ts";
import { prometheusMetrics } from "../metrics/prometheus.ts";
import { RunningService } from "../service.ts";
import { Connections } from "./server/connections.ts";
import { drainOnSignals } from "./server/drain.ts";
import { createHttpServer } from "./server/http-server.ts";
import { appListener, type Hold } from "./server/listener.ts";
import { processLimits } from "../memory/process-limits.ts";
import { endStalledAnswers } from "./server/stalled-answers.ts";
import { favorSmallHeap, limitYoungGeneration } from "../memory/heap.ts";

/** V8 would grow to 32: costs 3 % of the throughput, saves 90 MB (docs/adr/0019-cost-of-a-request.md). */
const YOUNG_HALF_MIB = 4;

/** With less memory than this, V8 should return what it has collected. */
const SMALL_BYTES = 256 * 2 ** 20;

/** How long a client may read nothing of its answer. */
const STALLED_ANSWER_MS = 60_000;
const STDERR = 2;

async function main(): Promise<void> {
  limitYoungGeneration(YOUNG_HALF_MIB);
  const env = parseEnv(process.env);
  const log = createLogger(env.logLevel, gatherLines());
  const service = new RunningService("server", env);
  const { maxBatchBytes: batchBytes, corsOrigins } = env;
  const limits = processLimits();
  if (limits.memoryBytes < SMALL_BYTES) favorSmallHeap();
  const memory = new MemoryBudget(limits.requestBytes);
  const metrics = prometheusMetrics(() => memory.used);
  const connections = new Connections(memory, limits.connections);
  const hold: Hold = (socket, bytes) => connections.hold(socket, bytes);
  const answersAhead = new ByteBudget(env.maxUnreadBytes ?? unreadBytesByMemory(), memory);
  const app = createApp({ service, metrics, log, batchBytes, corsOrigins, memory, answersAhead, readPagesNow: true });
  const server = createHttpServer((answers) => appListener(app, answers, hold), { connections, metrics, log }, env);
  endStalledAnswers(connections, STALLED_ANSWER_MS, (ended) => log.warn({ connections: ended }, "answers not read"));
  // Before the model loads, so that a stop during startup is clean too.
  drainOnSignals({ server, connections, service, log, delayMs: env.drainDelayMs, timeoutMs: env.drainTimeoutMs });
  await listen(server, env.port, env.host);
  const { model, threads } = await service.load();
  // performance.now() counts from the start of the process.
  metrics.coldStart?.(performance.now());
  const { name, version } = model.manifest;
  const { port } = server.address() as AddressInfo;
  log.info({ port, model: name, model_version: version, threads, instance_id: service.instanceId }, "ready");
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new EnvError(`PORT ${port} on ${host} is in use: stop what uses it, or set PORT to another.`)
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

main().catch((error: unknown) => {
  // Not process.stderr, which would wait for a reader that has stopped.
  new BoundedOutput(STDERR).write(`modelport: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
