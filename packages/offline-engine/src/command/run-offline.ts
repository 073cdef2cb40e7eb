// `npm run preview -- <stack> --offline`, and the commands up, refresh and destroy.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT } from "../provider/world.ts";
import { EXIT_CODE_OF_SIGNALS, type SpawnOptions } from "../engine/pulumi-cli.ts";
import { openSession, OfflineUnavailable, type Session } from "../engine/session.ts";
import { exportedResources } from "../engine/state.ts";
import { writeYaml } from "../kubernetes/yaml.ts";
import { readOwnFlags, UsageError } from "./own-flags.ts";

export interface StackOfRun {
  readonly name: string;
  /** By full key, as the engine reads the stack's file. */
  readonly configuration: Readonly<Record<string, string>>;
}

export interface OfflineCommand {
  readonly command: "preview" | "up" | "refresh" | "destroy";
  readonly stack: string;
  /** Flags of `pulumi <command>`, and the own ones: see own-flags.ts. */
  readonly args: readonly string[];
  /** The folder for MODELPORT_ARTIFACTS_DIR, if the program needs one; `scratch` may be written to. */
  readonly artifactsOfRun: (
    stack: StackOfRun,
    scratch: string,
    log: (line: string) => void,
  ) => Promise<string | undefined>;
}

const SURE: Readonly<Record<OfflineCommand["command"], readonly string[]>> = {
  preview: [],
  up: ["--yes", "--skip-preview"],
  refresh: ["--yes", "--skip-preview"],
  destroy: ["--yes", "--skip-preview"],
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A fictitious account for programs that need one. */
const PRETENDED = { AWS_REGION: "us-east-1", GOOGLE_CLOUD_PROJECT: PROJECT, GOOGLE_REGION: "us-central1" };

/** Runs the command in this terminal; resolves to its exit code. */
export async function runOffline({ command, stack, args, artifactsOfRun }: OfflineCommand): Promise<number> {
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const stopping = new AbortController();
  // The folder is removed on every signal; by default Node would exit at once.
  const stop = () => stopping.abort();
  for (const signal of SIGNALS) process.on(signal, stop);
  let session: Session | undefined;
  try {
    const { keep, yaml, project, applies, flags } = readOwnFlags(args);
    const kubeconfig = applies ? kubeconfigOf(process.env) : undefined;
    session = await openSession({ keep, project, kubeconfig, log: say, signal: stopping.signal });
    const known = { name: stack, configuration: await configurationOf(session, stack) };
    const artifacts = await artifactsOfRun(known, path.join(session.folder.root, "artifacts"), say);
    const env = { ...PRETENDED, ...(artifacts === undefined ? {} : { MODELPORT_ARTIFACTS_DIR: artifacts }) };
    const operate = operatorOf(session, stack, env);
    if (applies) say(`Kubernetes objects are applied to the cluster of ${kubeconfig}.`);
    say("Offline: the engine and the program are real, the clouds are stand-ins, and nothing is deployed.");
    const { code } = await operate(command, flags, { terminal: true });
    if (code === 0 && yaml !== undefined) {
      if (command === "preview") await mustSucceed(operate("up"));
      await render(session, stack, yaml, say);
    }
    // Processes that the program starts on this machine are real and must be stopped, even if the state is dropped.
    const isMade = command === "up" || (command === "preview" && yaml !== undefined);
    if (keep === undefined && isMade) await operate("destroy", ["--continue-on-error"], { signal: undefined });
    return code;
  } catch (error) {
    if (stopping.signal.aborted) return EXIT_CODE_OF_SIGNALS;
    if (!(error instanceof OfflineUnavailable || error instanceof UsageError)) throw error;
    say(error.message);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    await session?.close();
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

async function configurationOf(session: Session, stack: string): Promise<Readonly<Record<string, string>>> {
  const file = await session.stackFile(stack);
  const { code, stdout, output } = await session.run(["config", "--json", "--stack", stack, "--config-file", file]);
  if (code !== 0) throw new OfflineUnavailable(output.trim());
  const config = JSON.parse(stdout) as Readonly<Record<string, { readonly value?: string }>>;
  return Object.fromEntries(Object.entries(config).map(([key, { value = "" }]) => [key, value]));
}

function kubeconfigOf({ KUBECONFIG }: NodeJS.ProcessEnv): string {
  if (KUBECONFIG) return path.resolve(KUBECONFIG);
  throw new UsageError("--apply needs a cluster: set KUBECONFIG to the file that names it.");
}

function operatorOf(session: Session, stack: string, env: NodeJS.ProcessEnv) {
  return async (
    command: OfflineCommand["command"],
    flags: readonly string[] = [],
    spawning: Partial<SpawnOptions> = {},
  ) => {
    const file = await session.stackFile(stack);
    const quiet = spawning.terminal ? [] : ["--non-interactive", "--color", "never"];
    const args = [command, "--stack", stack, "--config-file", file, ...SURE[command], ...quiet, ...flags];
    return session.run(args, { env, ...spawning });
  };
}

async function mustSucceed(running: Promise<{ code: number; output: string }>): Promise<void> {
  const { code, output } = await running;
  if (code !== 0) throw new OfflineUnavailable(output.trim());
}

async function render(session: Session, stack: string, folder: string, say: (line: string) => void): Promise<void> {
  const { stdout } = await session.run(["stack", "export", "--show-secrets", "--stack", stack]);
  const documents = writeYaml(exportedResources(stdout));
  if (documents.length === 0) say(`The stack ${stack} has no Kubernetes objects: no YAML was written.`);
  await mkdir(folder, { recursive: true });
  for (const { name, text } of documents) await writeFile(path.join(folder, name), text, { mode: 0o600 });
  const count = documents.length === 1 ? "1 Kubernetes object" : `${documents.length} Kubernetes objects`;
  if (documents.length > 0) say(`Wrote ${count} to ${folder}, with secrets in plain text.`);
}
