// The entry point for containers and laptops: a long-running HTTP server of one process, or of WORKERS.
import { BoundedOutput } from "../log/bounded-output.ts";
import { parseEnv } from "../env.ts";
import { serve } from "./server/serve.ts";
import { asWorker } from "./workers/worker.ts";

const STDERR = 2;
const worker = asWorker(process.argv.slice(2));

async function main(): Promise<void> {
  const env = parseEnv(process.env);
  if (worker || env.workers === 1) return serve(env, worker);
  // Not loaded by a process that serves.
  const { supervise } = await import("./workers/supervise.ts");
  return supervise(env, import.meta.filename);
}

main().catch(async (error: unknown) => {
  const sentence = error instanceof Error ? error.message : String(error);
  // The supervisor says once what all of its workers run into.
  if (worker) await worker.failed(sentence);
  // Not process.stderr, which would wait for a reader that has stopped.
  else new BoundedOutput(STDERR).write(`modelport: ${sentence}\n`);
  process.exit(1);
});
