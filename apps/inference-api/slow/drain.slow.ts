// Fifty times: the server is told to stop under load, and no request that it accepted fails.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePort } from "@modelport/local-runtime";
import { packaged } from "../src/entry/packaged.testing.ts";

const ROUNDS = 50;
const CLIENTS = 16;
const DRAIN_DELAY_MS = 400;
/** Cloud Run's, the shortest of the platforms'. */
const DEADLINE_MS = 10_000;

const { path: bundle } = packaged("server-bundle");
const manifest = JSON.parse(readFileSync(join(bundle, "model/manifest.json"), "utf8")) as {
  selfCheck: { instance: object };
};
const body = JSON.stringify(manifest.selfCheck.instance);

/** One request over `agent`'s kept connections; its status, or the error's code. */
function sendRequest(agent: Agent, port: number, path: string, method = "GET"): Promise<number | string> {
  return new Promise((resolve) => {
    const headers = method === "POST" ? { "content-type": "application/json", "content-length": body.length } : {};
    const outgoing = request({ agent, host: "127.0.0.1", port, path, method, headers }, (incoming) => {
      incoming.resume();
      incoming.once("end", () => resolve(incoming.statusCode ?? 0));
      incoming.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
    outgoing.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end(method === "POST" ? body : undefined);
  });
}

interface Round {
  readonly answers: number;
  readonly failed: readonly (number | string)[];
  readonly code: number | null;
  readonly milliseconds: number;
}

async function stopUnderLoad(): Promise<Round> {
  const port = await freePort();
  const env = { PORT: String(port), HOST: "127.0.0.1", LOG_LEVEL: "silent", DRAIN_DELAY_MS: String(DRAIN_DELAY_MS) };
  const child = spawn(process.execPath, ["server.mjs"], { cwd: bundle, env, stdio: "ignore" });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const watch = new Agent({ keepAlive: false });
  while ((await sendRequest(watch, port, "/ready")) !== 200) await new Promise((resolve) => setTimeout(resolve, 20));

  const results: (number | string)[] = [];
  const left = new AbortController();
  const client = async () => {
    while (!left.signal.aborted) results.push(await sendRequest(agent, port, "/predict", "POST"));
  };
  // A load balancer: polls /ready, and sends nothing more once that fails.
  const balancer = async () => {
    while ((await sendRequest(watch, port, "/ready")) === 200) await new Promise((resolve) => setTimeout(resolve, 50));
    left.abort();
  };
  const load = Promise.all([balancer(), ...Array.from({ length: CLIENTS }, client)]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  const told = performance.now();
  child.kill("SIGTERM");
  await load;
  const code = await ended;
  agent.destroy();
  const failed = results.filter((result) => result !== 200);
  return { answers: results.length, failed, code, milliseconds: performance.now() - told };
}

it(`stops ${ROUNDS} times under load without losing a request`, async () => {
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await stopUnderLoad());
  const answers = rounds.reduce((sum, round) => sum + round.answers, 0);
  const slowest = Math.max(...rounds.map((round) => round.milliseconds));
  process.stdout.write(`${ROUNDS} stops, ${answers} answers, slowest exit ${slowest.toFixed(0)} ms after SIGTERM\n`);
  expect(rounds.flatMap((round) => round.failed)).toEqual([]);
  expect(new Set(rounds.map((round) => round.code))).toEqual(new Set([0]));
  expect(slowest).toBeLessThan(DEADLINE_MS);
  expect(answers).toBeGreaterThan(ROUNDS * CLIENTS);
});
