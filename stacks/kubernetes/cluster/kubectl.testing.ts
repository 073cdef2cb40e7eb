// The cluster of KUBECONFIG, through kubectl. Nothing here blocks: load runs in the same process.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MILLISECONDS = 250;

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

/** Runs a program to its end. @throws {Error} if it cannot be started */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly input?: string; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const { input, cwd, env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, stdout, output }));
    // A program may end before it has read anything.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

/** The standard output of `kubectl`. @throws {Error} with what it says if it fails */
export async function kubectl(args: readonly string[], input?: unknown): Promise<string> {
  const { code, stdout, output } = await tryKubectl(args, input);
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${output.trim()}`);
  return stdout;
}

/** For a call that the cluster may reject; `input` is sent as JSON. */
export function tryKubectl(args: readonly string[], input?: unknown): Promise<Finished> {
  return run("kubectl", args, input === undefined ? {} : { input: JSON.stringify(input) });
}

/** `kubectl get`, parsed. */
export async function getJson<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await kubectl(["get", ...args, "--output", "json"])) as T;
}

/** Polls until `check` returns something other than undefined or false. @throws {Error} after `seconds` */
export async function eventually<T>(
  what: string,
  seconds: number,
  check: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${seconds} s: ${what}.`);
    await sleep(POLL_MILLISECONDS);
  }
}
