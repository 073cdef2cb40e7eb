// A Pulumi project and its stack files, read as files: neither Pulumi nor its state is needed.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { parse } from "yaml";
import { shown, UsageError } from "../exit.ts";

type Members = Readonly<Record<string, unknown>>;

/** A stack's whole configuration by key with its namespace (`modelport:memoryMiB`); a structure is its JSON. */
export type Configuration = Readonly<Record<string, string>>;

/** Reads the text of a file by its path from the project's folder; undefined if there is none. */
export type ReadFile = (path: string) => Promise<string | undefined>;

export interface Project {
  /** The folder of Pulumi.yaml. */
  readonly folder: string;
  /** The folder of the stack files, from there; `.` if it is the same. */
  readonly stacks: string;
  readonly name: string;
}

const PROJECT_FILE = "Pulumi.yaml";
/** Stands for a value that is encrypted, and stays so. */
const A_SECRET = "a secret";

export const stackFilePath = ({ stacks }: Project, stack: string): string => join(stacks, `Pulumi.${stack}.yaml`);

/** The project of `cwd` or of the nearest folder above it. @throws {UsageError} */
export async function findProject(cwd: string): Promise<Project> {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const text = await onDisk(folder)(PROJECT_FILE);
    if (text !== undefined) return projectOf(folder, text);
    if (folder === dirname(folder)) break;
  }
  throw new UsageError(
    `There is no ${PROJECT_FILE} in ${shown(resolve(cwd))} or above it: run this in your clone, or name it with --cwd <folder>.`,
  );
}

function projectOf(folder: string, text: string): Project {
  const { name, stackConfigDir } = yamlOf(text, PROJECT_FILE);
  return {
    folder,
    name: typeof name === "string" ? name : "",
    stacks: typeof stackConfigDir === "string" ? relative(folder, join(folder, stackConfigDir)) || "." : ".",
  };
}

/** Reads files of the working tree. */
export function onDisk(folder: string): ReadFile {
  return async (path) => {
    try {
      return await readFile(join(folder, path), "utf8");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      throw new UsageError(`${shown(join(folder, path))} cannot be read (${code}): check its permissions.`);
    }
  };
}

/** The stacks that have a file in the working tree, sorted. */
export async function stacksOnDisk({ folder, stacks }: Project): Promise<readonly string[]> {
  const names = await readdir(join(folder, stacks)).catch(() => []);
  return stackNames(names);
}

/** The names of stacks among those of files, sorted. */
export function stackNames(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => /^Pulumi\.([\w-]+)\.yaml$/.exec(file)?.[1] ?? []).toSorted();
}

export interface StackConfiguration {
  readonly configuration: Configuration;
  /** Whether the stack has a file; without one, the project's configuration and the defaults hold. */
  readonly hasFile: boolean;
}

/** The configuration of a stack as the engine merges it: the project's, and that of the stack's file. @throws {UsageError} */
export async function configurationOf(project: Project, stack: string, read: ReadFile): Promise<StackConfiguration> {
  const file = stackFilePath(project, stack);
  const [shared, own] = [await read(PROJECT_FILE), await read(file)];
  const declared = configIn(yamlOf(shared ?? "", PROJECT_FILE), project.name);
  return {
    configuration: {
      ...textsOf(Object.fromEntries(Object.entries(declared).flatMap(([key, value]) => defaultOf(key, value)))),
      ...textsOf(configIn(yamlOf(own ?? "", file), project.name)),
    },
    hasFile: own !== undefined,
  };
}

/** In Pulumi.yaml a value may also be declared with a type: `{ default: ... }`, or `{ value: ... }`. */
function defaultOf(key: string, declared: unknown): readonly (readonly [string, unknown])[] {
  if (!isMembers(declared)) return [[key, declared]];
  const { value = declared["default"] } = declared;
  return value === undefined ? [] : [[key, value]];
}

function configIn({ config }: Members, project: string): Members {
  if (!isMembers(config)) return {};
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}

function textsOf(config: Members): Configuration {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asEngineGives(value)]));
}

function asEngineGives(value: unknown): string {
  if (isSecret(value)) return A_SECRET;
  return typeof value === "object" && value !== null
    ? JSON.stringify(value, (_key, member: unknown) => (isSecret(member) ? A_SECRET : member))
    : String(value);
}

const isSecret = (value: unknown): boolean => isMembers(value) && Object.keys(value).join() === "secure";

function yamlOf(text: string, file: string): Members {
  try {
    const value = parse(text) as unknown;
    if (value === null || value === undefined) return {};
    if (isMembers(value)) return value;
  } catch (error) {
    const [where = ""] = error instanceof Error ? error.message.split("\n") : [];
    throw new UsageError(`${file} cannot be read as YAML: ${where}`);
  }
  throw new UsageError(`${file} is not a YAML map: it must have the key config, with the settings under it.`);
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
