// For tests: the real Pulumi engine with a state, a login and stacks of its own.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { repositoryRoot } from "./state-folder.ts";

const toolFolder = path.join(repositoryRoot, "tools", "pulumi");

interface ResolvedCli {
  readonly version?: string;
  readonly unavailable?: string;
}

/** Why no Pulumi CLI can be had on this machine, as a sentence; `undefined` where there is one. */
export async function whyNoEngine(): Promise<string | undefined> {
  const resolver = (await import(pathToFileURL(path.join(toolFolder, "resolve.mjs")).href)) as {
    resolvePulumi(options: object): Promise<ResolvedCli>;
  };
  return (await resolver.resolvePulumi({})).unavailable;
}

export interface Run {
  readonly code: number | null;
  readonly output: string;
}

export interface Engine {
  /** Runs `npx pulumi <args> --stack <stack>` without questions or colours. */
  run(stack: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Run>;
  /** Makes these all the settings of the stack's file. */
  configure(stack: string, settings: Readonly<Record<string, string | number>>): Promise<void>;
  outputs(stack: string): Promise<Readonly<Record<string, string>>>;
  /** Forgets everything; the stacks must have been destroyed. */
  dispose(stacks: readonly string[]): Promise<void>;
}

/** A state folder and a Pulumi home in the system's temporary folder. */
export async function openEngine(): Promise<Engine> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-engine-"));
  const backend = path.join(folder, "state");
  await mkdir(backend);
  const own = {
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const run: Engine["run"] = (stack, args, environment = {}) =>
    runCli([...args, "--stack", stack, "--non-interactive", "--color", "never"], { ...own, ...environment });
  return {
    run,
    configure: async (stack, settings) => {
      const file = stackFile(stack);
      const before = await readFile(file, "utf8").catch(() => "");
      const salt = /^encryptionsalt: .*$/m.exec(before)?.[0] ?? "";
      const lines = Object.entries(settings).map(([key, value]) => `  modelport:${key}: ${value}`);
      await writeFile(file, [salt, "config:", ...lines, ""].join("\n"));
    },
    outputs: async (stack) => {
      const { output } = await run(stack, ["stack", "output", "--json"]);
      return JSON.parse(output) as Record<string, string>;
    },
    dispose: async (stacks) => {
      await Promise.all([folder, ...stacks.map(stackFile)].map((file) => rm(file, { recursive: true, force: true })));
    },
  };
}

function stackFile(stack: string): string {
  return path.join(repositoryRoot, "stacks", `Pulumi.${stack}.yaml`);
}

function runCli(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<Run> {
  const child = spawn(process.execPath, [path.join(toolFolder, "bin", "pulumi.mjs"), ...args], {
    cwd: repositoryRoot,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** A listener on a free port below those that the system hands out by itself, so that nobody takes it in between. */
export async function occupyPort(): Promise<{ readonly port: number; readonly release: () => Promise<void> }> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer();
    const isOurs = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (isOurs) return { port, release: () => new Promise((resolve) => server.close(() => resolve())) };
  }
}
