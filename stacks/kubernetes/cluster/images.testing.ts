// The images of the suite, each in a folder for MODELPORT_ARTIFACTS_DIR.
import { cp, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { sources } from "@modelport/inference-api/sources";
import { type ArtifactReport, packageAll } from "@modelport/packaging";
import { run } from "./kubectl.testing.ts";

export interface Images {
  /** The model of the repository. */
  readonly good: string;
  /** The same with another version. */
  readonly next: string;
  readonly nextVersion: string;
  /** The next one's image with a model file that is cut short. */
  readonly broken: string;
}

const LOCAL_BASE = "localhost/node:24-slim";
const MODEL_IN_IMAGE = "/app/model/model.onnx";
const BROKEN_IMAGE = "localhost/modelport/broken-model:1";

/** Builds all of them below `folder`. @throws {PackagingError} if there is no base image */
export async function buildImages(folder: string): Promise<Images> {
  const baseImage = await findBaseImage(folder);
  const model = path.join(folder, "model");
  const nextVersion = await copyAsNextVersion(sources.modelDir, model);
  const [good, next, broken] = ["good", "next", "broken"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  await packageImage(sources.modelDir, good, baseImage);
  await packageImage(model, next, baseImage);
  await breakModel(next, broken);
  return { good, next, nextVersion, broken };
}

// MODELPORT_BASE_IMAGE, as for `nx run inference-api:image`; else podman's copy; else the default, which is fetched.
async function findBaseImage(folder: string): Promise<string | undefined> {
  const setting = process.env["MODELPORT_BASE_IMAGE"];
  if (setting) return setting;
  if ((await run("podman", ["image", "exists", LOCAL_BASE])).code !== 0) return undefined;
  const archive = path.join(folder, "base.tar");
  await podman("save", "--quiet", "--output", archive, LOCAL_BASE);
  return archive;
}

async function packageImage(modelDir: string, outDir: string, baseImage: string | undefined): Promise<void> {
  await packageAll({
    ...sources,
    modelDir,
    outDir,
    platforms: { serverBundle: [], lambdaZip: [] },
    image: { ...sources.image, baseImage },
    log: () => undefined,
  });
}

async function copyAsNextVersion(from: string, to: string): Promise<string> {
  await cp(from, to, { recursive: true, filter: (file) => file === from || /\.(json|onnx|md)$/.test(file) });
  const file = path.join(to, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as { version: string };
  const version = manifest.version.replace(/\d+(?=\D*$)/, (number) => String(Number(number) + 1));
  await writeFile(file, `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  return version;
}

// Packaging loads each model once and would reject it, so the file is damaged in a layer above the packaged image.
async function breakModel(from: string, to: string): Promise<void> {
  await mkdir(path.join(to, "context"), { recursive: true });
  const report = JSON.parse(await readFile(path.join(from, "artifacts.json"), "utf8")) as ArtifactReport;
  const [packaged] = report.artifacts;
  if (packaged === undefined) throw new Error(`${from} has no image`);
  const loaded = await podman("load", "--quiet", "--input", path.join(from, packaged.path));
  const base = /Loaded image: (\S+)/.exec(loaded)?.[1] ?? "";
  await writeFile(path.join(to, "context", "model.onnx"), "not a model");
  await writeFile(path.join(to, "context", "Dockerfile"), `FROM ${base}\nCOPY model.onnx ${MODEL_IN_IMAGE}\n`);
  await podman("build", "--quiet", "--network=host", "--tag", BROKEN_IMAGE, path.join(to, "context"));
  const archive = path.join(to, packaged.path);
  await podman("save", "--quiet", "--format", "oci-archive", "--output", archive, BROKEN_IMAGE);
  await podman("rmi", "--force", BROKEN_IMAGE, base);
  const index = JSON.parse((await run("tar", ["-xOf", archive, "index.json"])).stdout) as {
    manifests: readonly [{ digest: `sha256:${string}` }];
  };
  const artifact = { ...packaged, digest: index.manifests[0].digest, bytes: (await stat(archive)).size };
  await writeFile(path.join(to, "artifacts.json"), JSON.stringify({ ...report, artifacts: [artifact] }));
}

async function podman(...args: readonly string[]): Promise<string> {
  const { code, stdout, output } = await run("podman", args);
  if (code !== 0) throw new Error(`podman ${args.join(" ")}: ${output.trim()}`);
  return stdout.trim();
}
