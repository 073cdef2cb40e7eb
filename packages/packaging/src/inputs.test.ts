import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changedInputs, recordInputs } from "./inputs.ts";

let root: string;
let outDir: string;

const files = {
  "apps/inference-api/src/app.ts": "app",
  "apps/inference-api/src/deep/route.ts": "route",
  "apps/inference-api/src/app.test.ts": "a test",
  "apps/inference-api/pages/style.css": "page",
  "apps/inference-api/container/start.mjs": "start",
  "packages/contracts/src/a.ts": "a",
  "packages/lambda-bootstrap/bootstrap.mjs": "b",
  "packages/packaging/src/p.ts": "p",
  "packages/predictor/src/q.ts": "q",
  "packages/tabular-text/src/t.ts": "t",
  "model/manifest.json": "{}",
  "model/trainer/train.py": "python",
  "package-lock.json": "{}",
};
const [before, packaged, after] = [new Date("2026-01-01"), new Date("2026-01-02"), new Date("2026-01-03")];

async function write(file: string, text: string, at: Date): Promise<void> {
  const full = path.join(root, file);
  await mkdir(path.dirname(full), { recursive: true });
  await writeFile(full, text);
  await utimes(full, at, at);
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "modelport-inputs-"));
  outDir = path.join(root, "dist");
  for (const [file, text] of Object.entries(files)) await write(file, text, before);
  await write("dist/artifacts.json", "{}", packaged);
  recordInputs(outDir, root, path.join(root, "model"));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

test("nothing has changed, and neither a new checkout nor a rewritten test is a change", async () => {
  expect(changedInputs(outDir, root)).toEqual([]);
  await write("apps/inference-api/src/app.ts", "app", after);
  await write("apps/inference-api/src/app.test.ts", "another test", after);
  await write("model/trainer/train.py", "other python", after);
  expect(changedInputs(outDir, root)).toEqual([]);
});

test("changed, new and removed files are named", async () => {
  await write("packages/predictor/src/q.ts", "other", after);
  await write("package-lock.json", "{ }", after);
  await write("apps/inference-api/src/deep/new.ts", "new", before);
  await rm(path.join(root, "packages/contracts/src/a.ts"));
  expect(changedInputs(outDir, root)).toEqual([
    "apps/inference-api/src/deep/new.ts",
    "package-lock.json",
    "packages/contracts/src/a.ts",
    "packages/predictor/src/q.ts",
  ]);
});

test("the repository's model is an input where it was packaged, and no other", async () => {
  await write("model/manifest.json", "{ }", after);
  expect(changedInputs(outDir, root)).toEqual(["model/manifest.json"]);
  recordInputs(outDir, root, path.join(root, "elsewhere"));
  expect(changedInputs(outDir, root)).toEqual([]);
});

test("where nothing was recorded nothing is known", async () => {
  await rm(path.join(outDir, "inputs.json"));
  expect(changedInputs(outDir, root)).toEqual([]);
});

test("every package that the app is made of is among the inputs", () => {
  const repository = path.join(import.meta.dirname, "../../..");
  const read = (file: string) => JSON.parse(readFileSync(path.join(repository, file), "utf8")) as Manifest;
  const app = read("apps/inference-api/package.json");
  const own = new Set([
    "lambda-bootstrap",
    "packaging",
    ...ownOf(app),
    ...[...ownOf(app)].flatMap((name) => ownOf(read(`packages/${name}/package.json`))),
  ]);
  const scratch = path.join(root, "dist");
  recordInputs(scratch, repository, path.join(repository, "model"));
  const inputs = Object.keys(JSON.parse(readFileSync(path.join(scratch, "inputs.json"), "utf8")) as object);
  const packages = inputs.map((file) => /^packages\/([^/]+)\//.exec(file)?.[1]).filter((name) => name !== undefined);
  expect([...new Set(packages)].toSorted()).toEqual([...own].toSorted());
  expect(inputs).toContain("model/model.onnx");
});

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

const ownOf = ({ dependencies = {} }: Manifest): readonly string[] =>
  Object.keys(dependencies).flatMap((name) => /^@modelport\/(.+)$/.exec(name)?.[1] ?? []);
