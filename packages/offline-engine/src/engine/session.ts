// One offline run: its folder, registry and environment, and its stacks, which are created when they are first named.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { knowsRepository } from "../provider/known-repositories.ts";
import { startRegistry, type Registry } from "../registry/registry.ts";
import { nodeModules, offlineEnvironment } from "./environment.ts";
import { openOfflineFolder, type OfflineFolder } from "./offline-folder.ts";
import {
  repositoryRoot,
  resolveCli,
  runProcess,
  type Finished,
  type PulumiCli,
  type SpawnOptions,
} from "./pulumi-cli.ts";
import { copySettings, StackFileError } from "./stack-file.ts";
import { writeStandIns } from "./stand-in-programs.ts";

export interface SessionOptions {
  readonly stackFile?: string | undefined;
  /** The folder of Pulumi.yaml; default: the repository's root. */
  readonly project?: string | undefined;
  /** A folder for the state and the clouds that outlives the run. */
  readonly keep?: string | undefined;
  readonly log?: ((line: string) => void) | undefined;
  /** Kills processes that run without a terminal. */
  readonly signal?: AbortSignal | undefined;
}

export interface Session {
  readonly folder: OfflineFolder;
  readonly registry: string;
  readonly projectName: string;
  /** Creates the stack if it does not exist; returns the path of its settings. */
  readonly stackFile: (stack: string) => Promise<string>;
  /** Runs the CLI in the project. */
  readonly run: (args: readonly string[], options?: Partial<SpawnOptions>) => Promise<Finished>;
  readonly close: () => Promise<void>;
}

export class OfflineUnavailable extends Error {}

interface Project {
  readonly name: string;
  readonly folder: string;
  readonly stackConfigFolder: string;
}

export async function openSession(options: SessionOptions = {}): Promise<Session> {
  const cli = await resolveCli(options.log);
  if ("unavailable" in cli) throw new OfflineUnavailable(cli.unavailable);
  const project = await readProject(options.project ?? repositoryRoot);
  const folder = await openOfflineFolder(options.keep);
  try {
    return await openIn(folder, cli, project, options);
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function openIn(
  folder: OfflineFolder,
  cli: PulumiCli,
  project: Project,
  options: SessionOptions,
): Promise<Session> {
  await writeStandIns(folder.home, nodeModules);
  const registry = await openRegistry(folder);
  const address = `127.0.0.1:${registry.port}`;
  const env = offlineEnvironment({ folder, cli, registry: address });
  await writeFile(path.join(folder.project, "Pulumi.yaml"), `name: ${project.name}\nruntime: nodejs\n`);
  const run: Session["run"] = (args, spawning = {}) =>
    runProcess(cli.command, args, {
      signal: options.signal,
      ...spawning,
      cwd: spawning.cwd ?? project.folder,
      env: { ...env, ...spawning.env },
    });
  const creating = new Map<string, Promise<string>>();
  const stackFile = (stack: string): Promise<string> => {
    const known = creating.get(stack) ?? createStack(stack, { folder, project, run, source: options.stackFile });
    creating.set(stack, known);
    return known;
  };
  return {
    folder,
    registry: address,
    projectName: project.name,
    stackFile,
    run,
    close: async () => {
      await registry.close();
      await folder.remove();
    },
  };
}

/** A kept folder gets the same port again, because image addresses are in the state. */
async function openRegistry(folder: OfflineFolder): Promise<Registry> {
  const portFile = path.join(folder.root, "registry-port");
  const earlier = existsSync(portFile) ? Number(await readFile(portFile, "utf8")) : undefined;
  let address = "";
  const hasRepository = (repository: string) => knowsRepository(folder.cloud, address, repository);
  const registry = await startRegistry({ folder: folder.images, hasRepository, port: earlier });
  address = `127.0.0.1:${registry.port}`;
  await writeFile(portFile, String(registry.port));
  return registry;
}

interface Creating {
  readonly folder: OfflineFolder;
  readonly project: Project;
  readonly run: Session["run"];
  readonly source: string | undefined;
}

/** In a project of the same name beside the real one, so that the CLI writes no file into the repository. */
async function createStack(stack: string, { folder, project, run, source }: Creating): Promise<string> {
  const file = path.join(folder.project, `Pulumi.${stack}.yaml`);
  if (!existsSync(path.join(folder.state, ".pulumi", "stacks", project.name, `${stack}.json`))) {
    const { code, output } = await run(["stack", "init", stack, "--no-select", "--non-interactive"], {
      cwd: folder.project,
    });
    if (code !== 0) throw new Error(output.trim());
  }
  await copyOrRefuse(source ?? path.join(project.stackConfigFolder, `Pulumi.${stack}.yaml`), file);
  return file;
}

async function copyOrRefuse(source: string, target: string): Promise<void> {
  try {
    await copySettings(source, target);
  } catch (error) {
    throw error instanceof StackFileError ? new OfflineUnavailable(error.message) : error;
  }
}

async function readProject(folder: string): Promise<Project> {
  const text = await readFile(path.join(folder, "Pulumi.yaml"), "utf8");
  const { name, stackConfigDir = "." } = parse(text) as { name: string; stackConfigDir?: string };
  return { name, folder: path.resolve(folder), stackConfigFolder: path.resolve(folder, stackConfigDir) };
}
