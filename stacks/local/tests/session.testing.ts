// Stacks of the target local under the real engine, on ports of their own.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { openOfflineEngine, whyNoOffline, type OfflineEngine } from "@modelport/offline-engine";
import { afterAll, beforeAll, expect } from "vitest";
import { localFolder, repositoryRoot, serviceFolder } from "../deployment/state-folder.ts";
import { occupyPort } from "./occupy-port.testing.ts";

const artifacts = process.env["MODELPORT_ARTIFACTS_DIR"] ?? path.join(repositoryRoot, "apps/inference-api/dist");
const noArtifacts = existsSync(path.join(artifacts, "artifacts.json"))
  ? undefined
  : `There is no ${artifacts}/artifacts.json: run \`npx nx run inference-api:package\`.`;

/** Why the engine cannot run here; undefined if it can. Said once on the console. */
export const reason = (await whyNoOffline()) ?? noArtifacts;
if (reason !== undefined) console.warn(`SKIPPED, the local target under the real engine: ${reason}`);

/** What `GET /model` says of the process that answers. */
interface Runtime {
  readonly entry: string;
  readonly instance_id: string;
  readonly artifact_digest: string;
}

/** Opens an engine before the tests of the surrounding `describe`, and destroys `stacks` after them. */
export function openSession(stacks: readonly string[]) {
  const seenInstances = new Set<string>();
  let engine: OfflineEngine;
  let ports: readonly number[] = [];

  beforeAll(async () => {
    engine = await openOfflineEngine();
    const taken = await Promise.all(Array.from({ length: 5 }, occupyPort));
    ports = taken.map(({ port }) => port);
    await Promise.all(taken.map(({ release }) => release()));
  }, 120_000);

  afterAll(async () => {
    for (const stack of stacks) await engine.run(stack, ["destroy", "--yes"]);
    await engine.dispose();
  }, 120_000);

  return {
    /** Five ports that were free at the beginning. */
    port: (index: number): number => ports[index] ?? 0,
    engine: (): OfflineEngine => engine,
    /** The output of a command of the CLI that must succeed. */
    async succeed(stack: string, ...args: string[]): Promise<string> {
      const run = await engine.run(stack, args);
      expect(run.code, run.output).toBe(0);
      return run.output;
    },
    /** The output of a command of the CLI that must fail. */
    async refused(stack: string, ...args: string[]): Promise<string> {
      const run = await engine.run(stack, args);
      expect(run.code, run.output).not.toBe(0);
      return run.output;
    },
    async runtimeAt(port: number): Promise<Runtime> {
      const answer = await fetch(`http://127.0.0.1:${port}/model`);
      const { runtime } = (await answer.json()) as { runtime: Runtime };
      seenInstances.add(runtime.instance_id);
      return runtime;
    },
    /** The command lines of processes that carry an instance id of these tests, or work in a folder of their stacks. */
    processesLeft: (): readonly string[] =>
      process.platform === "linux"
        ? linuxProcesses([...seenInstances, ...stacks.map((stack) => path.join(localFolder, stack))])
        : [],
  };
}

/** Whether something at `port` is ready. */
export async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/ready`)).ok;
  } catch {
    return false;
  }
}

export function pidOf(stack: string, service: string): number {
  const record = readFileSync(path.join(serviceFolder(stack, service), "service.json"), "utf8");
  return (JSON.parse(record) as { pid: number }).pid;
}

function linuxProcesses(marks: readonly string[]): readonly string[] {
  const readable = (file: string) => {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return "";
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({ environment: readable(`/proc/${pid}/environ`), command: readable(`/proc/${pid}/cmdline`) }))
    .filter(({ environment, command }) => marks.some((mark) => environment.includes(mark) || command.includes(mark)))
    .map(({ command }) => command.replaceAll("\0", " "));
}
