// What this process may hold, determined once at its start: from the cgroup of a container, V8's heap limit and ulimit.
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";

const MIB = 2 ** 20;

/** Node, onnxruntime and the model, including the code pages in use. */
const PROCESS_MIB = 84;
/** V8's part of it: code and the young generation. */
const HEAP_MIB = 32;
/** An open connection with its parser and 12 KiB of headers. */
const CONNECTION_BYTES = 24 * 1024;
/** Open files other than connections: the log, the event loop, libraries. */
const OTHER_FILES = 48;

export interface ProcessLimits {
  /** All memory of the process. */
  readonly memoryBytes: number;
  /** What requests in progress may hold; the same amount is left for their garbage until V8 collects it. */
  readonly requestBytes: number;
  readonly connections: number;
}

export function processLimits(
  memoryBytes = memoryLimit(),
  heapBytes = getHeapStatistics().heap_size_limit,
  files = fileLimit(),
): ProcessLimits {
  const room = Math.max(memoryBytes - PROCESS_MIB * MIB, 8 * MIB);
  const heapRoom = Math.max(heapBytes - HEAP_MIB * MIB, 8 * MIB);
  const byMemory = Math.floor(room / 4 / CONNECTION_BYTES);
  return {
    memoryBytes,
    requestBytes: Math.floor(Math.min(room, heapRoom) / 2),
    connections: Math.max(Math.min(byMemory, files - OTHER_FILES), 1),
  };
}

/** The memory of all processes: the cgroup's limit, if it is below the machine's memory; Node reads versions 1 and 2. */
export function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** The maximum number of open files; unlimited if /proc does not say. */
function fileLimit(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
