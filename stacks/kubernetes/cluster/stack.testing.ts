// A stack of a target, by default this one, deployed as a user would: `npx pulumi config set`, `up`, `refresh`, `destroy`, with the real engine and the
// real provider. Its state is in a folder of its own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Finished, run } from "./kubectl.testing.ts";

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");
const offline = path.join(repositoryRoot, "tools/offline/offline.mjs");
const pulumi = path.join(repositoryRoot, "tools/pulumi/bin/pulumi.mjs");

export type Settings = Readonly<Record<string, string | number | boolean>>;

export interface Outputs {
  readonly namespace: string;
  readonly serviceName: string;
  readonly modelVersion: string;
  readonly artifactDigest: string;
}

export class Stack {
  /** One environment for each run, so that runs on one cluster do not meet. */
  readonly name: string;
  readonly #state: string;

  private constructor(target: string, state: string) {
    this.name = `${target}-${process.pid.toString(36)}`;
    this.#state = state;
  }

  static async open(settings: Settings, target = "kubernetes"): Promise<Stack> {
    const stack = new Stack(target, await mkdtemp(path.join(tmpdir(), "modelport-cluster-")));
    await stack.set(settings);
    return stack;
  }

  /** `npx pulumi config set` for each of the settings, which are this project's unless they name another namespace. */
  async set(settings: Settings): Promise<void> {
    for (const [key, value] of Object.entries(settings)) {
      await this.#succeed(["config", "set", key.includes(":") ? key : `modelport:${key}`, String(value)]);
    }
  }

  /** `npx pulumi up` of the artifacts in that folder, whatever comes of it. */
  tryUp(artifacts: string, ...flags: readonly string[]): Promise<Finished> {
    return this.#pulumi(["up", "--yes", "--skip-preview", ...flags], { MODELPORT_ARTIFACTS_DIR: artifacts });
  }

  /** @throws {Error} with the output if it fails */
  async up(artifacts: string, ...flags: readonly string[]): Promise<string> {
    return successful("up", await this.tryUp(artifacts, ...flags));
  }

  refresh(): Promise<string> {
    return this.#succeed(["refresh", "--yes", "--skip-preview"]);
  }

  destroy(): Promise<string> {
    return this.#succeed(["destroy", "--yes", "--skip-preview"]);
  }

  async outputs(): Promise<Outputs> {
    return JSON.parse(await this.#succeed(["stack", "output", "--json"])) as Outputs;
  }

  /** The stack's objects as files, from the same program without a cluster. */
  async manifests(artifacts: string, folder: string): Promise<void> {
    const env = { ...process.env, MODELPORT_ARTIFACTS_DIR: artifacts };
    const args = [offline, "manifests", this.name, "--out", folder];
    successful("manifests", await run(process.execPath, args, { cwd: repositoryRoot, env }));
  }

  /** Forgets the stack, its file of settings and its state. */
  async dispose(): Promise<void> {
    await this.#pulumi(["stack", "rm", "--yes", "--force"]);
    await rm(this.#state, { recursive: true, force: true });
  }

  async #succeed(args: readonly string[]): Promise<string> {
    return successful(args.join(" "), await this.#pulumi(args));
  }

  #pulumi(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const own = { PULUMI_BACKEND_URL: pathToFileURL(this.#state).href, PULUMI_CONFIG_PASSPHRASE: "" };
    return run(process.execPath, [pulumi, ...args, "--stack", this.name, "--non-interactive", "--color", "never"], {
      cwd: repositoryRoot,
      env: { ...process.env, ...own, ...env },
    });
  }
}

function successful(what: string, { code, stdout, output }: Finished): string {
  if (code !== 0) throw new Error(`pulumi ${what} failed:\n${output}`);
  return stdout;
}
