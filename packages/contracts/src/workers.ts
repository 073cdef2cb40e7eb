// How many worker processes a server may have, and the memory that they need: settings are checked with the numbers of the server.

export const MOST_WORKERS = 64;

/**
 * MiB of the process that starts workers and serves nothing itself. Measured: 24 MiB of its own, and 31 with the metrics of
 * workers that have died (docs/adr/0054-workers-and-health-command.md).
 */
const SUPERVISOR_MIB = 32;

/**
 * MiB of the smallest server that stands all attacks of `inference-api:test:limits`: 84 for Node, onnxruntime and the shipped
 * model, and the rest for requests. A much larger model needs more.
 */
const LEAST_WORKER_MIB = 128;

/** The least MiB of a container with `workers` processes. One worker is the server itself, without a supervisor. */
export function memoryForWorkers(workers: number): number {
  return workers === 1 ? LEAST_WORKER_MIB : SUPERVISOR_MIB + workers * LEAST_WORKER_MIB;
}

/** What each of `workers` processes may use of `memoryBytes`. */
export function memoryOfWorker(memoryBytes: number, workers: number): number {
  return workers === 1 ? memoryBytes : Math.max(0, Math.floor((memoryBytes - SUPERVISOR_MIB * 2 ** 20) / workers));
}
