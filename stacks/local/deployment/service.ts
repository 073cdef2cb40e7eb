// What the engine does with one service: the body of the dynamic resource's provider.
import { createHash } from "node:crypto";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { inspectService, startService, stopService, type RunningService } from "@modelport/local-runtime";
import { removeEmptyParents, repositoryRoot, serviceFolder } from "./state-folder.ts";

/** What a service is declared with. It names no absolute path where it can, so that two clones declare the same. */
export interface ServiceInputs {
  readonly stack: string;
  readonly service: string;
  readonly artifactKind: "server-bundle" | "lambda-zip";
  readonly artifactDigest: string;
  /** Relative to the repository's root, or absolute. */
  readonly artifactPath: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Of a Lambda function. */
  readonly memoryMiB?: number;
  readonly timeoutSeconds?: number;
}

/** What the state keeps of a service: what it was declared with, and how to find its process again. */
export interface ServiceState extends ServiceInputs {
  readonly url: string;
  readonly running: RunningService;
}

/** What makes another service of it. The artefact's path does not: its digest says whether the bytes changed. */
const replacingInputs = [
  "artifactKind",
  "artifactDigest",
  "port",
  "environment",
  "memoryMiB",
  "timeoutSeconds",
] as const;

/** The engine that started this process; another one once that is gone. */
const engine = process.ppid;
/** Services that this process is starting. */
let starting = 0;

export async function createService(inputs: ServiceInputs): Promise<{ id: string; outs: ServiceState }> {
  starting += 1;
  try {
    return await start(inputs);
  } finally {
    starting -= 1;
    endWithoutEngine();
  }
}

/** An engine that was killed does not end this process, which waits for its calls for ever. */
function endWithoutEngine(): void {
  const look = () => {
    if (process.ppid !== engine && starting === 0) process.exit(1);
  };
  setInterval(look, 500).unref();
}

async function start(inputs: ServiceInputs): Promise<{ id: string; outs: ServiceState }> {
  const running = await startService({
    owner: ownerOf(process.env),
    name: inputs.service,
    artifact: {
      kind: inputs.artifactKind,
      path: path.resolve(repositoryRoot, inputs.artifactPath),
      digest: inputs.artifactDigest,
    },
    directory: serviceFolder(inputs.stack, inputs.service),
    port: inputs.port,
    environment: inputs.environment,
    ...(inputs.memoryMiB === undefined ? {} : { memoryMiB: inputs.memoryMiB }),
    ...(inputs.timeoutSeconds === undefined ? {} : { timeoutSeconds: inputs.timeoutSeconds }),
  });
  if (process.ppid !== engine) {
    // Nobody is left to whom its state could be given, so that nobody would ever stop it.
    await deleteService({ running });
    throw new Error(`The engine ended while ${inputs.service} started, so it was stopped again.`);
  }
  return { id: running.instanceId, outs: { ...inputs, url: running.url, running } };
}

/** Where the state is kept, as a digest: what an interrupted run there has left behind is its own to start again. Options behind the `?` change no place. */
function ownerOf({ PULUMI_BACKEND_URL = "" }: NodeJS.ProcessEnv): string {
  return createHash("sha256")
    .update(PULUMI_BACKEND_URL.split("?", 1)[0] ?? "")
    .digest("hex")
    .slice(0, 16);
}

/** A process cannot take another artefact, port or environment: any change replaces it, the old one first. */
export function diffService(
  olds: ServiceInputs,
  news: ServiceInputs,
): { changes: boolean; replaces: string[]; deleteBeforeReplace: boolean } {
  const replaces = replacingInputs.filter((key) => !isDeepStrictEqual(olds[key], news[key]));
  return { changes: replaces.length > 0, replaces, deleteBeforeReplace: true };
}

/** Only what does not make another service of it: the process stays as it is. */
export function updateService(olds: ServiceState, news: ServiceInputs): { outs: ServiceState } {
  return { outs: { ...olds, ...news } };
}

/**
 * The state of the service that `id` names; an empty id where it is gone. What a dead one left behind (its folder, a
 * process that no longer answers) is cleared away here, because the engine forgets it and never asks to delete it.
 */
export async function readService(id: string, state: ServiceState): Promise<{ id: string; props: ServiceState }> {
  if ((await inspectService(state.running)) === "running") return { id, props: state };
  await deleteService(state);
  return { id: "", props: state };
}

export async function deleteService({ running }: Pick<ServiceState, "running">): Promise<void> {
  await stopService(running);
  await removeEmptyParents(running.directory);
}
