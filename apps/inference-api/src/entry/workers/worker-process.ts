import { type ChildProcess, fork } from "node:child_process";
import { memoryOfWorker } from "@modelport/contracts";
import type { Env } from "../../env.ts";
import { memoryLimit } from "../../memory/process-limits.ts";
import type { ToWorker } from "./messages.ts";
import { workerArguments } from "./worker.ts";

/** What V8 takes for its old generation in a container of up to 512 MiB, and at most (Node 24). */
const [LEAST_HEAP_MIB, MOST_HEAP_MIB] = [256, 4096];

interface Start {
  readonly env: Env;
  readonly number: number;
  /** It replaces a worker that has died. */
  readonly replaces: boolean;
  /** The file in which it counts its requests. */
  readonly heldFd: number | undefined;
}

/** Starts a worker: this program again, with its share of the memory. */
export function startWorker(entry: string, { env, number, replaces, heldFd }: Start): ChildProcess {
  const variables = { ...process.env, PORT: String(env.port), MODELPORT_INSTANCE_ID: env.instanceId };
  return fork(entry, workerArguments(number, replaces), {
    env: variables,
    // Each would otherwise let its heap grow as if it had all of the container's memory.
    execArgv: [...process.execArgv, `--max-old-space-size=${heapMiB(env.workers)}`],
    stdio: ["ignore", "inherit", "inherit", "ipc", heldFd ?? "ignore"],
  });
}

/** Half of its share, as V8 takes half of a container's memory. */
function heapMiB(workers: number): number {
  const half = memoryOfWorker(memoryLimit(), workers) / 2 ** 21;
  return Math.floor(Math.min(Math.max(half, LEAST_HEAP_MIB), MOST_HEAP_MIB));
}

/** Sends `message`, unless the worker is ending. */
export function tell(child: ChildProcess | undefined, message: ToWorker): void {
  if (child?.connected) child.send(message, () => undefined);
}
