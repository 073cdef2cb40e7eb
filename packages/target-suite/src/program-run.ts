// A whole Pulumi program in a process of its own: which packages it loads, and how long it takes.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { contextOf } from "./context.ts";

export interface ProgramRun {
  /** The npm packages of which a file was loaded, sorted. */
  readonly packages: readonly string[];
  /** How many resources it declared. */
  readonly resources: number;
  /** Of the process from its start to the end of the program. */
  readonly cpuMilliseconds: number;
}

/** Previews the program at `entry` as `stack` without an engine; without `entry` a program that does nothing. */
export async function runProgram(
  entry: string | undefined,
  stack: string,
  config: Readonly<Record<string, string>>,
): Promise<ProgramRun> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-program-"));
  try {
    await writeArtifacts(folder);
    const child = path.join(import.meta.dirname, "program-under-mocks.ts");
    const url = entry === undefined ? "" : pathToFileURL(entry).href;
    const { stdout } = await promisify(execFile)(process.execPath, [child, url, stack, JSON.stringify(config)], {
      env: { ...process.env, MODELPORT_ARTIFACTS_DIR: folder },
    });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as ProgramRun;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** An artifacts.json with every kind for every platform, and empty files. */
async function writeArtifacts(folder: string): Promise<void> {
  const { model, artifact } = contextOf("program", {}, []);
  const platforms = ["linux-x64", "linux-arm64", `${process.platform}-${process.arch}`];
  const artifacts = [...new Set(platforms)].flatMap((platform) =>
    (["server-bundle", "lambda-zip", "oci-image"] as const).map((kind) => ({
      ...artifact(kind, platform),
      path: `${kind}-${platform}`,
    })),
  );
  await Promise.all(artifacts.map(({ path: file }) => writeFile(path.join(folder, file), "")));
  await writeFile(path.join(folder, "artifacts.json"), JSON.stringify({ model, artifacts }));
}
