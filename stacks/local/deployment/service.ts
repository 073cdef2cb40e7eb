// What the dynamic resource Service does: the engine runs it in another process.
import { createHash } from "node:crypto";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { inspectService, startService, stopService, type RunningService } from "@modelport/local-runtime";
import { removeEmptyParents, repositoryRoot, serviceFolder } from "./state-folder.ts";

/** What a service is declared with; no absolute path if possible, so that two clones declare the same. */
export interface ServiceInputs {
  readonly stack: string;
  readonly service: string;
  readonly artifactKind: "server-bundle" | "lambda-zip";
  readonly artifactDigest: string;
  /** Relative to the root of the clone, or absolute. */
  readonly artifactPath: string;
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** For a Lambda function. */
  readonly memoryMiB?: number;
  readonly timeoutSeconds?: number;
}

/** What the state holds of a service: what it was declared with, and how to find its process. */
export interface ServiceState extends ServiceInputs {
  readonly url: string;
  readonly running: RunningService;
}

/** The inputs whose change replaces a service. The artifact's path is not one: its digest says whether the bytes changed. */
const replacingInputs = [
  "artifactKind",
  "artifactDigest",
  "port",
  "environment",
  "memoryMiB",
  "timeoutSeconds",
] as const;

/** The engine that started this process; `process.ppid` is another process once the engine is gone. */
const engine = process.ppid;
/** How many services this process is starting. */
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

/** Exits if the engine was killed: otherwise this process would wait for its calls forever. */
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
    // No engine is left to store its state, so that nothing would ever stop the service.
    await deleteService({ running });
    throw new Error(`The engine ended while ${inputs.service} started, so it was stopped again.`);
  }
  return { id: running.instanceId, outs: { ...inputs, url: running.url, running } };
}

/** The backend of the state as a digest: runs of one backend may replace what an interrupted run left. Options after `?` do not matter. */
function ownerOf({ PULUMI_BACKEND_URL = "" }: NodeJS.ProcessEnv): string {
  return createHash("sha256")
    .update(PULUMI_BACKEND_URL.split("?", 1)[0] ?? "")
    .digest("hex")
    .slice(0, 16);
}

/** A process cannot change its artifact, port or environment: any change replaces it, the old one first. */
export function diffService(
  olds: ServiceInputs,
  news: ServiceInputs,
): { changes: boolean; replaces: string[]; deleteBeforeReplace: boolean } {
  const replaces = replacingInputs.filter((key) => !isDeepStrictEqual(olds[key], news[key]));
  return { changes: replaces.length > 0, replaces, deleteBeforeReplace: true };
}

/** For inputs that do not replace the service: the process stays as it is. */
export function updateService(olds: ServiceState, news: ServiceInputs): { outs: ServiceState } {
  return { outs: { ...olds, ...news } };
}

/**
 * The state of the service `id`; an empty id if it is gone. This also removes what a dead service left behind (its folder, a
 * process that no longer answers), because the engine forgets it and never deletes it.
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
