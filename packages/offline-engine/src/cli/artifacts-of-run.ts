// What a run from the command line ships: what is packaged, and stand-ins for what is not. Nothing of it leaves the machine.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { readArtifacts, type Artifact, type ArtifactReport } from "@modelport/packaging";
import { settingsOf } from "@modelport/target-kit";
import { artifactsForTests } from "../artifacts-for-tests.ts";
import { repositoryRoot } from "../engine/pulumi-cli.ts";

type Kinds = readonly Artifact["kind"][];

interface KnownTarget {
  readonly name: string;
  readonly artifacts: Kinds;
  /** Throws where a setting is wrong. */
  readonly artifactsFor: (settings: ReturnType<typeof settingsOf>) => Kinds;
}

export interface StackOfRun {
  readonly name: string;
  /** By full key, as the engine reads the stack's file. */
  readonly configuration: Readonly<Record<string, string>>;
}

/**
 * The folder for MODELPORT_ARTIFACTS_DIR; undefined where what is packaged is all that the stack deploys, or the user named
 * a folder. `scratch` may be written to.
 */
export async function artifactsOfRun(
  stack: StackOfRun,
  scratch: string,
  log: (line: string) => void,
): Promise<string | undefined> {
  if (process.env["MODELPORT_ARTIFACTS_DIR"]) return undefined;
  const app = path.join(repositoryRoot, "apps", "inference-api");
  const there = ["dist", "dist-image"]
    .map((name) => packagedIn(path.join(app, name)))
    .filter((each) => each !== undefined);
  const built = new Set(there.flatMap(({ report }) => report.artifacts.map(({ kind }) => kind)));
  const missing = (await kindsOf(stack)).filter((kind) => !built.has(kind));
  if (missing.length === 0) return undefined;
  log(
    `There is no ${missing.join(" and no ")} in apps/inference-api: a stand-in takes its place, with another digest.`,
  );
  const standIns = await artifactsForTests();
  const [first] = there;
  if (first === undefined) return standIns;
  const others = readArtifacts(standIns).artifacts.filter(({ kind }) => missing.includes(kind));
  const artifacts = there.flatMap(({ folder, report }) => moved(report.artifacts, folder, scratch));
  await mkdir(scratch, { recursive: true });
  const report = { ...first.report, artifacts: [...artifacts, ...moved(others, standIns, scratch)] };
  await writeFile(path.join(scratch, "artifacts.json"), JSON.stringify(report));
  return scratch;
}

function packagedIn(folder: string): { readonly folder: string; readonly report: ArtifactReport } | undefined {
  return existsSync(path.join(folder, "artifacts.json")) ? { folder, report: readArtifacts(folder) } : undefined;
}

const moved = (artifacts: readonly Artifact[], from: string, to: string): readonly Artifact[] =>
  artifacts.map((artifact) => ({ ...artifact, path: path.relative(to, path.join(from, artifact.path)) }));

async function kindsOf({ name, configuration }: StackOfRun): Promise<Kinds> {
  const module = pathToFileURL(path.join(repositoryRoot, "stacks", "registry.ts")).href;
  const registry = (await import(module)) as Readonly<Record<string, KnownTarget>>;
  const [targetName] = name.split("-");
  const target = Object.values(registry).find((known) => known.name === targetName);
  if (target === undefined) return [];
  try {
    return target.artifactsFor(settingsOf(configuration));
  } catch {
    // The program says what is wrong.
    return target.artifacts;
  }
}
