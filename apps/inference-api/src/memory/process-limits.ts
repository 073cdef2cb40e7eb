// What this process may hold, found out once at its start: a container says it by its cgroup, V8 by its heap, the shell by ulimit.
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { getHeapStatistics } from "node:v8";

const MIB = 2 ** 20;

/** Node, onnxruntime and the model, with the pages of their code that are in use. */
const PROCESS_MIB = 84;
/** What V8 holds of it: code, and the young generation. */
const HEAP_MIB = 32;
/** An open connection with its parser, and with headers of 12 KiB. */
const CONNECTION_BYTES = 24 * 1024;
/** Files besides connections: the log, the event loop, libraries. */
const OTHER_FILES = 48;

export interface ProcessLimits {
  /** Of memory, with everything. */
  readonly memoryBytes: number;
  /** What requests under way may hold; as much again is left for what they leave behind until V8 collects it. */
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

/** The cgroup's limit, where there is one below what the machine has; Node reads versions 1 and 2. */
function memoryLimit(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** The most open files; unlimited where no /proc says it. */
function fileLimit(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
