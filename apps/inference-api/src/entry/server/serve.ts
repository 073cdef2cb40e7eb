// A process that serves: alone, or as one of several workers.
import type { Server } from "node:http";
import { memoryOfWorker } from "@modelport/contracts";
import { createApp } from "../../app.ts";
import { ByteBudget, unreadBytesByMemory } from "../../batch/spool.ts";
import type { Env } from "../../env.ts";
import { createLogger, type Logger, withValues } from "../../log/log.ts";
import { gatherLines, writeSharedLines } from "../../log/log-output.ts";
import { favorSmallHeap, limitYoungGeneration } from "../../memory/heap.ts";
import { MemoryBudget } from "../../memory/memory-budget.ts";
import { memoryLimit, processLimits } from "../../memory/process-limits.ts";
import type { Metrics } from "../../metrics/metrics.ts";
import { prometheusMetrics } from "../../metrics/prometheus.ts";
import { type EntryName, RunningService } from "../../service.ts";
import type { Worker } from "../workers/worker.ts";
import { Connections } from "./connections.ts";
import { drainOnSignals } from "./drain.ts";
import { type EntryLimits, limited } from "./entry-limits.ts";
import { createHttpServer } from "./http-server.ts";
import { listen } from "./listen.ts";
import { appListener, type Hold } from "./listener.ts";
import { endStalledAnswers } from "./stalled-answers.ts";

/** V8 would grow to 32: costs 3 % of the throughput, saves 90 MB (docs/adr/0019-cost-of-a-request.md). */
const YOUNG_HALF_MIB = 4;

/** With less memory than this, V8 should return what it has collected. */
const SMALL_BYTES = 256 * 2 ** 20;

/** How long a client may read nothing of its answer. */
const STALLED_ANSWER_MS = 60_000;

export interface ServerEntry {
  readonly name: EntryName;
  /** Of the platform; default: none. */
  readonly limits?: EntryLimits;
}

/** Listens, loads the model and serves until a signal stops it; `worker` if a supervisor started this process. */
export async function serve(entry: ServerEntry, env: Env, worker?: Worker): Promise<void> {
  limitYoungGeneration(YOUNG_HALF_MIB);
  const log = createLogger(env.logLevel, gatherLines(worker && writeSharedLines));
  const service = new RunningService(entry.name, env);
  const { server, connections, metrics } = httpServer(entry.limits, env, service, log, worker);
  const ownLog = worker ? withValues(log, { worker: worker.number }) : log;
  const { drainDelayMs: delayMs, drainTimeoutMs: timeoutMs } = env;
  // Before the model loads, so that a stop during startup is clean too.
  const stop = drainOnSignals({ server, connections, service, log: ownLog, delayMs, timeoutMs });
  worker?.whenAlone(() => stop("SIGINT"));
  const listening = () => listen(server, env, worker !== undefined);
  const { port, predictor } = worker?.replaces
    ? await loadAndListen(service, listening)
    : await listenAndLoad(service, listening, worker);
  // performance.now() counts from the start of the process.
  metrics.coldStart?.(performance.now());
  const { name: model, version } = predictor.model.manifest;
  const { threads } = predictor;
  if (worker) worker.loaded({ model, version, threads });
  else log.info({ port, model, model_version: version, threads, instance_id: service.instanceId }, "ready");
}

/** While the model loads, /health answers 200 and everything else 503. */
async function listenAndLoad(service: RunningService, listening: () => Promise<number>, worker?: Worker) {
  if (worker) void service.startWith(worker.allLoaded);
  const port = await listening();
  return { port, predictor: await service.load() };
}

/** Other workers answer meanwhile: no request may reach this one before it has a model. */
async function loadAndListen(service: RunningService, listening: () => Promise<number>) {
  const predictor = await service.load();
  return { predictor, port: await listening() };
}

interface Parts {
  readonly server: Server;
  readonly connections: Connections;
  readonly metrics: Metrics;
}

/** The app behind Node's server, with this process's share of the memory. */
function httpServer(
  entryLimits: EntryLimits | undefined,
  env: Env,
  service: RunningService,
  log: Logger,
  worker: Worker | undefined,
): Parts {
  const { corsOrigins } = env;
  const batchBytes = Math.min(env.maxBatchBytes, entryLimits?.requestBytes ?? Number.POSITIVE_INFINITY);
  const limits = processLimits(memoryOfWorker(memoryLimit(), env.workers));
  if (limits.memoryBytes < SMALL_BYTES) favorSmallHeap();
  const memory = new MemoryBudget(limits.requestBytes);
  const own = prometheusMetrics(() => memory.used);
  const metrics = worker ? worker.share(own) : own;
  const connections = new Connections(memory, limits.connections, worker?.held);
  const hold: Hold = (socket, bytes) => connections.hold(socket, bytes);
  const answersAhead = new ByteBudget(env.maxUnreadBytes ?? unreadBytesByMemory(limits.memoryBytes), memory);
  const app = createApp({ service, metrics, log, batchBytes, corsOrigins, memory, answersAhead, readPagesNow: true });
  const served = entryLimits ? limited(app, entryLimits) : app;
  const server = createHttpServer((answers) => appListener(served, answers, hold), { connections, metrics, log }, env);
  endStalledAnswers(connections, STALLED_ANSWER_MS, (ended) => log.warn({ connections: ended }, "answers not read"));
  return { server, connections, metrics };
}
