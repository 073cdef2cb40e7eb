// The process that starts the workers of a server and stops them. It handles no request and loads no model.
import { createServer } from "node:net";
import { constants } from "node:os";
import { once } from "node:events";
import type { Env } from "../../env.ts";
import { BoundedOutput } from "../../log/bounded-output.ts";
import { createLogger } from "../../log/log.ts";
import { gatherLines, writeSharedLines } from "../../log/log-output.ts";
import { STOP_SIGNALS } from "../server/drain.ts";
import { listen } from "../server/listen.ts";
import { type End, Pool } from "./pool.ts";

/** How long after its time to drain a worker is killed, whose event loop is stuck. */
const STUCK_MS = 400;
const STDERR = 2;

/** Serves with `env.workers` processes that run `entry`, until a signal stops them. @throws {EnvError} if PORT cannot be used */
export async function supervise(env: Env, entry: string): Promise<void> {
  const log = createLogger(env.logLevel, gatherLines(writeSharedLines));
  const pool = new Pool({ env: { ...env, port: await freePort(env) }, entry, log, failed });
  const ended = () => {
    log.info({ workers: env.workers }, "stopped");
    process.exit(0);
  };
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      pool.stop(signal, ended);
      setTimeout(() => pool.kill("SIGKILL"), env.drainDelayMs + env.drainTimeoutMs + STUCK_MS).unref();
    });
  }
  pool.start();

  function failed({ code, signal }: End, sentence: string | undefined): void {
    const how = signal ?? `exit code ${code}`;
    new BoundedOutput(STDERR).write(`modelport: ${sentence ?? `A worker could not start: ${how}.`}\n`);
    pool.kill("SIGKILL");
    process.exit(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
  }
}

/**
 * The port, or the one that the system chooses for 0. Workers share it with every process of this user that asks to share it,
 * so listen on it first as one that does not.
 */
async function freePort(env: Env): Promise<number> {
  const server = createServer();
  const port = await listen(server, env);
  await once(server.close(), "close");
  return port;
}
