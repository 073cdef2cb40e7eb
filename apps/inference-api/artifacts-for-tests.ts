// This app's artifacts on a stand-in base image, for runs that deploy to no real cloud.
import { createHash } from "node:crypto";
import { cp, glob, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hostPlatform, packageAll } from "@modelport/packaging";
import { writeFakeBase } from "@modelport/packaging/fake-base";
import { fillOnce } from "@modelport/user-cache";
import { functions, sources } from "./sources.ts";

const repositoryRoot = path.resolve(import.meta.dirname, "../..");

export interface TestArtifactsOptions {
  /** Another version of the shipped model: changes the bytes of every artifact, and of one layer of the image. */
  readonly modelVersion?: string;
}

/** Everything that affects the bytes. */
const SOURCES = [
  "model/*.{json,onnx,md}",
  "apps/inference-api/{src,pages,container}/**/*.{ts,mjs,html,css,svg}",
  "packages/{contracts,predictor,tabular-text,packaging}/src/**/*.ts",
  "packages/packaging/fixtures/base-image.ts",
  "packages/packaging/notices/*/*",
  "packages/lambda-bootstrap/*.mjs",
  "LICENSE",
  "package-lock.json",
];
const UNUSED_AFTER_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * A folder for MODELPORT_ARTIFACTS_DIR: artifacts.json, the zips, the server bundle and an image on a base of a few
 * kilobytes. It is built once per version of the sources (about ten seconds), kept in node_modules/.cache and read-only.
 */
export async function artifactsForTests(options: TestArtifactsOptions = {}): Promise<string> {
  const cache = path.join(repositoryRoot, "node_modules", ".cache", "modelport", "test-artifacts");
  const folder = path.join(cache, await fingerprint(options));
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  await fillOnce(folder, {
    fill: (temporary) => build(temporary, options),
    onWait: () => log("Another process is packaging the artifacts; waiting for it ..."),
  });
  await utimes(folder, new Date(), new Date());
  await forgetOld(cache);
  return folder;
}

async function build(folder: string, { modelVersion }: TestArtifactsOptions): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), "modelport-artifacts-"));
  try {
    const modelDir = path.join(repositoryRoot, "model");
    await packageAll({
      ...sources,
      functions,
      modelDir:
        modelVersion === undefined ? modelDir : await otherVersion(modelDir, path.join(scratch, "model"), modelVersion),
      outDir: folder,
      platforms: { serverBundle: [hostPlatform()], lambdaZip: ["linux-x64", "linux-arm64"] },
      image: { ...sources.image, baseImage: await writeFakeBase(path.join(scratch, "base.tar")) },
      log: () => undefined,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function otherVersion(from: string, to: string, version: string): Promise<string> {
  const isOfModel = (file: string) => file === from || /\.(json|onnx|md)$/.test(file);
  await cp(from, to, { recursive: true, filter: isOfModel });
  const file = path.join(to, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  return to;
}

async function fingerprint(options: TestArtifactsOptions): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(options));
  const files: string[] = [];
  for await (const file of glob(SOURCES, { cwd: repositoryRoot })) files.push(file);
  for (const file of files.filter((name) => !/\.test(ing)?\.ts$/.test(name)).toSorted()) {
    hash.update(`${file}\0`).update(await readFile(path.join(repositoryRoot, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function forgetOld(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const folder = path.join(cache, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > UNUSED_AFTER_MILLISECONDS) await rm(folder, { recursive: true, force: true });
  }
}
