import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { prepareModel } from "./prepare-model.ts";

const MODEL = join(import.meta.dirname, "../../../model");

it("keeps the name that the manifest gives the ONNX file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modelport-prepare-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(MODEL, folder, { recursive: true, filter: (path) => path === MODEL || /\.(json|onnx|md)$/.test(path) });
  await rename(join(folder, "model.onnx"), join(folder, "loans.onnx"));
  const manifest = await readFile(join(folder, "manifest.json"), "utf8");
  await writeFile(join(folder, "manifest.json"), manifest.replace('"model.onnx"', '"loans.onnx"'));
  const prepared = join(folder, "prepared");
  await prepareModel(folder, prepared);
  expect((await readdir(prepared)).toSorted()).toEqual([
    "README.md",
    "encoder.mjs",
    "loans.onnx",
    "manifest.json",
    "openapi.json",
  ]);
});
