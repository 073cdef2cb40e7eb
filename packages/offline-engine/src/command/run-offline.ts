// `npm run preview -- <stack> --offline`, the commands up, refresh and destroy, and `npm run manifests -- <stack>`.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT } from "../provider/world.ts";
import { EXIT_CODE_OF_SIGNALS, type SpawnOptions } from "../engine/pulumi-cli.ts";
import { openSession, OfflineUnavailable, type Session } from "../engine/session.ts";
import { type PlannedResource, plannedResources } from "../engine/state.ts";
import { KNOWN_LATER, writeYaml } from "../kubernetes/yaml.ts";
import { readOwnFlags, UsageError } from "./own-flags.ts";

export interface StackOfRun {
  readonly name: string;
  /** By full key, as the engine reads the stack's file. */
  readonly configuration: Readonly<Record<string, string>>;
}

export interface OfflineCommand {
  readonly command: "preview" | "up" | "refresh" | "destroy" | "manifests";
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

type EngineCommand = Exclude<OfflineCommand["command"], "manifests">;

const SURE: Readonly<Record<EngineCommand, readonly string[]>> = {
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
    const { keep, out, project, flags } = readOwnFlags(args);
    if (command === "manifests" && out === undefined) throw new UsageError(noFolder(stack));
    session = await openSession({ keep, project, log: say, signal: stopping.signal });
    const known = { name: stack, configuration: await configurationOf(session, stack) };
    const artifacts = await artifactsOfRun(known, path.join(session.folder.root, "artifacts"), say);
    const env = { ...PRETENDED, ...(artifacts === undefined ? {} : { MODELPORT_ARTIFACTS_DIR: artifacts }) };
    const operate = operatorOf(session, stack, env);
    if (command === "manifests") {
      // A preview pushes and loads no image.
      const { code, stdout, output } = await operate("preview", ["--json", ...flags]);
      if (code !== 0) throw new OfflineUnavailable(reasonIn(output));
      await writeManifests(plannedResources(stdout), stack, out ?? "", say);
      return 0;
    }
    say("Offline: the engine and the program are real, the clouds are stand-ins, and nothing is deployed.");
    const { code } = await operate(command, flags, { terminal: true });
    // Processes that the program starts on this machine are real and must be stopped, even if the state is dropped.
    if (keep === undefined && command === "up")
      await operate("destroy", ["--continue-on-error"], { signal: undefined });
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

function operatorOf(session: Session, stack: string, env: NodeJS.ProcessEnv) {
  return async (command: EngineCommand, flags: readonly string[] = [], spawning: Partial<SpawnOptions> = {}) => {
    const file = await session.stackFile(stack);
    const quiet = spawning.terminal ? [] : ["--non-interactive", "--color", "never"];
    const args = [command, "--stack", stack, "--config-file", file, ...SURE[command], ...quiet, ...flags];
    return session.run(args, { env, ...spawning });
  };
}

const noFolder = (stack: string) => `The manifests need a folder: write npm run manifests -- ${stack} --out manifests.`;

/** What a program that refused to run said; the engine prints it as JSON among its events. */
function reasonIn(output: string): string {
  const messages = [...output.matchAll(/"message":\s*("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) =>
    String(JSON.parse(text)),
  );
  return (
    messages
      .map((message) =>
        message
          .replaceAll(/<\{%.*?%\}>/g, "")
          .replace(/^error: /, "")
          .trim(),
      )
      .join("\n") || output.trim()
  );
}

/** One file for each object, and none that an earlier run has left; other files in the folder stay. */
async function writeManifests(
  resources: readonly PlannedResource[],
  stack: string,
  folder: string,
  say: (line: string) => void,
): Promise<void> {
  const documents = writeYaml(resources);
  if (documents.length === 0)
    throw new UsageError(`The stack ${stack} has no Kubernetes objects: no manifests were written.`);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (IS_MANIFEST.test(name)) await rm(path.join(folder, name));
  }
  for (const { name, text, unknown } of documents) {
    await writeFile(path.join(folder, name), text);
    for (const place of unknown)
      say(`${place} in ${name} is known only after an up: write it in place of ${KNOWN_LATER}.`);
  }
  say(
    `Wrote ${documents.length === 1 ? "1 Kubernetes object" : `${documents.length} Kubernetes objects`} to ${folder}.`,
  );
}

/** As {@link writeYaml} names them. */
const IS_MANIFEST = /^\d{2,}-[a-z]+-[a-z0-9.-]+\.yaml$/;
