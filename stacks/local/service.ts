// What the engine does with one service: the body of the dynamic resource's provider.
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

export async function createService(inputs: ServiceInputs): Promise<{ id: string; outs: ServiceState }> {
  const running = await startService({
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
  return { id: running.instanceId, outs: { ...inputs, url: running.url, running } };
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

export async function deleteService({ running }: ServiceState): Promise<void> {
  await stopService(running);
  await removeEmptyParents(running.directory);
}
