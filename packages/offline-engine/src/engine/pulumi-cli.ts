// The CLI that tools/pulumi finds, fetches or builds.
import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";

export const repositoryRoot = path.resolve(import.meta.dirname, "..", "..", "..", "..");

export interface PulumiCli {
  readonly command: string;
  readonly source: string;
  readonly binDir: string;
}

interface Resolver {
  readonly resolvePulumi: (options: {
    log?: (line: string) => void;
  }) => Promise<PulumiCli | { readonly unavailable: string }>;
}

interface EnvironmentModule {
  readonly pulumiEnvironment: (options: {
    root: string;
    env: NodeJS.ProcessEnv;
    cli: PulumiCli;
    targetFor: () => undefined;
  }) => { readonly env: NodeJS.ProcessEnv };
}

/** The modules of tools/pulumi run before anything is installed, and so they are not TypeScript. */
async function fromTool<T>(file: string): Promise<T> {
  return (await import(pathToFileURL(path.join(repositoryRoot, "tools", "pulumi", file)).href)) as T;
}

export async function resolveCli(log?: (line: string) => void): Promise<PulumiCli | { readonly unavailable: string }> {
  const { resolvePulumi } = await fromTool<Resolver>("resolve.mjs");
  return resolvePulumi(log === undefined ? {} : { log });
}

/** `env` with what the CLI needs on PATH: the pinned Node, the language host, the provider of dynamic resources. */
export async function withCli(cli: PulumiCli, env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const { pulumiEnvironment } = await fromTool<EnvironmentModule>("src/environment.mjs");
  return pulumiEnvironment({ root: repositoryRoot, env, cli, targetFor: () => undefined }).env;
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

export interface SpawnOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the process may ask and colour: it gets this process's terminal, and its output is not kept. */
  readonly terminal?: boolean;
  /** Ends a process without a terminal. */
  readonly signal?: AbortSignal | undefined;
}

interface RunModule {
  readonly passThrough: (
    command: string,
    args: readonly string[],
    options: { cwd: string; env: NodeJS.ProcessEnv },
  ) => Promise<{ code?: number | null; signal?: string }>;
}

export const EXIT_CODE_OF_SIGNALS = 130;

export async function runProcess(command: string, args: readonly string[], options: SpawnOptions): Promise<Finished> {
  if (options.terminal !== true) return captured(command, args, options);
  // It hands signals on, so that this process outlives the other and cleans up.
  const { passThrough } = await fromTool<RunModule>("../launch/run.mjs");
  const { code, signal } = await passThrough(command, args, options);
  return { code: signal === undefined ? (code ?? 1) : EXIT_CODE_OF_SIGNALS, stdout: "", output: "" };
}

function captured(command: string, args: readonly string[], { cwd, env, signal }: SpawnOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], ...(signal && { signal }) });
    let stdout = "";
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, output }));
  });
}
