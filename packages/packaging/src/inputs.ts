// Records what artifacts were made of, so that a deployment can warn that the sources have changed since.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { REPORT_FILE } from "./artifacts.ts";

const INPUTS_FILE = "inputs.json";
/** What determines the bytes, relative to the repository's root; folders include everything below them. */
const FOLDERS = [
  "apps/inference-api/src",
  "apps/inference-api/pages",
  "apps/inference-api/container",
  "packages/contracts/src",
  "packages/lambda-bootstrap",
  "packages/packaging/src",
  "packages/predictor/src",
  "packages/tabular-text/src",
];
const MODEL = "model";
const LOCKFILE = "package-lock.json";

/** Hashes of contents, by path from the repository's root. */
type Inputs = Readonly<Record<string, string>>;

/** Writes `inputs.json` into `outDir`; a model outside the repository is left out. */
export function recordInputs(outDir: string, root: string, modelDir: string): void {
  const withModel = path.resolve(modelDir) === path.join(root, MODEL);
  const inputs: Inputs = Object.fromEntries(filesIn(root, withModel).map((file) => [file, hashOf(root, file)]));
  writeFileSync(path.join(outDir, INPUTS_FILE), `${JSON.stringify(inputs, null, 1)}\n`);
}

/**
 * The inputs that have changed since `outDir` was packaged, sorted; empty if nothing was recorded. Reads only files
 * that are newer than the artifacts: a checkout with the same content is not a change.
 */
export function changedInputs(outDir: string, root: string): readonly string[] {
  const record = path.join(outDir, INPUTS_FILE);
  if (!existsSync(record)) return [];
  const recorded = JSON.parse(readFileSync(record, "utf8")) as Inputs;
  const packagedAt = statSync(path.join(outDir, REPORT_FILE)).mtimeMs;
  const present = filesIn(root, `${MODEL}/manifest.json` in recorded);
  const changed = present.filter((file) => {
    if (!(file in recorded)) return true;
    return statSync(path.join(root, file)).mtimeMs > packagedAt && hashOf(root, file) !== recorded[file];
  });
  const there = new Set(present);
  return [...changed, ...Object.keys(recorded).filter((file) => !there.has(file))].toSorted();
}

function filesIn(root: string, withModel: boolean): readonly string[] {
  const there = FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const inFolders = there.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && isSource(entry.name))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  const ofModel = withModel
    ? readdirSync(path.join(root, MODEL))
        .filter((name) => /\.(json|onnx|md)$/.test(name))
        .map((name) => `${MODEL}/${name}`)
    : [];
  return [...inFolders.map((file) => file.split(path.sep).join("/")), ...ofModel, LOCKFILE];
}

const isSource = (name: string): boolean =>
  /\.(ts|mjs|html|css|svg)$/.test(name) && !/\.(test|testing|container)\.ts$/.test(name);

function hashOf(root: string, file: string): string {
  return createHash("sha256")
    .update(readFileSync(path.join(root, file)))
    .digest("hex");
}
