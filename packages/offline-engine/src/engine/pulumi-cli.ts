// Finding the Pulumi CLI, and running it.
import { spawn } from "node:child_process";
import path from "node:path";
import { passThrough, type PulumiCli, pulumiEnvironment, resolvePulumi } from "@modelport/pulumi-cli";

export type { PulumiCli };

export const repositoryRoot = path.resolve(import.meta.dirname, "..", "..", "..", "..");

export const resolveCli = (log?: (line: string) => void) => resolvePulumi(log === undefined ? {} : { log });

/** `env` with what the CLI needs on PATH: the pinned Node, the language host, the provider of dynamic resources. */
export const withCli = (cli: PulumiCli, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  pulumiEnvironment({ root: repositoryRoot, env, cli, targetFor: () => undefined }).env;

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

export interface SpawnOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** The process gets this process's terminal, for prompts and colors, and its output is not kept. */
  readonly terminal?: boolean;
  /** Kills a process without a terminal. */
  readonly signal?: AbortSignal | undefined;
}

export const EXIT_CODE_OF_SIGNALS = 130;

export async function runProcess(command: string, args: readonly string[], options: SpawnOptions): Promise<Finished> {
  if (options.terminal !== true) return captured(command, args, options);
  // It forwards signals, so that this process outlives the other and cleans up.
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
