import { parentPort, workerData } from "node:worker_threads";
import { deflateSync } from "fflate";
import { DEFLATE_LEVEL } from "./deflate-level.ts";

const deflated = deflateSync(workerData as Uint8Array, { level: DEFLATE_LEVEL });
parentPort?.postMessage(deflated, [deflated.buffer]);
