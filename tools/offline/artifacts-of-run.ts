// The artifacts that an offline run deploys: those that are packaged, and stand-ins for the rest. None leaves this machine.
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Artifact, type ArtifactReport, readArtifacts } from "@modelport/packaging";
import type { StackOfRun } from "@modelport/offline-engine/command";
import * as registry from "@modelport/stacks/registry";
import { parseStackName, settingsOf } from "@modelport/target-kit";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";

const app = path.resolve(import.meta.dirname, "../../apps/inference-api");

/**
 * The folder for MODELPORT_ARTIFACTS_DIR; undefined if everything that the stack deploys is packaged, or if the user set
 * that variable. `scratch` may be written to.
 */
export async function artifactsOfRun(
  stack: StackOfRun,
  scratch: string,
  log: (line: string) => void,
): Promise<string | undefined> {
  if (process.env["MODELPORT_ARTIFACTS_DIR"]) return undefined;
  const there = ["dist", "dist-image"]
    .map((name) => packagedIn(path.join(app, name)))
    .filter((each) => each !== undefined);
  const built = new Set(there.flatMap(({ report }) => report.artifacts.map(({ kind }) => kind)));
  const missing = kindsOf(stack).filter((kind) => !built.has(kind));
  if (missing.length === 0) return undefined;
  log(`apps/inference-api has no ${missing.join(" and no ")}: a stand-in with another digest replaces it.`);
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

function kindsOf({ name, configuration }: StackOfRun): readonly Artifact["kind"][] {
  const targetName = parseStackName(name)?.target;
  const target = Object.values(registry).find((known) => known.name === targetName);
  if (target === undefined) return [];
  try {
    return target.artifactsFor(settingsOf(configuration), name);
  } catch {
    // The program reports the wrong setting.
    return target.artifacts;
  }
}
