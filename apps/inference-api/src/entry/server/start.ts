// Starts a long-running HTTP server of one process, or of WORKERS.
import { BoundedOutput } from "../../log/bounded-output.ts";
import { parseEnv } from "../../env.ts";
import { asWorker } from "../workers/worker.ts";
import { serve, type ServerEntry } from "./serve.ts";

const STDERR = 2;

/** Resolves once it serves; if it cannot, the process says why and exits with code 1. `program` is what workers run. */
export async function startServer(entry: ServerEntry, program: string): Promise<void> {
  const worker = asWorker(process.argv.slice(2));
  try {
    const env = parseEnv(process.env);
    if (worker || env.workers === 1) return await serve(entry, env, worker);
    // Not loaded by a process that serves.
    const { supervise } = await import("../workers/supervise.ts");
    await supervise(env, program);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    // The supervisor says once what all of its workers run into.
    if (worker) await worker.failed(sentence);
    // Not process.stderr, which would wait for a reader that has stopped.
    else new BoundedOutput(STDERR).write(`modelport: ${sentence}\n`);
    process.exit(1);
  }
}
