// The errors for a manifest that requires something unsupported.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseManifest } from "./manifest.ts";
import type { Manifest } from "./manifest-schema.ts";

const shipped = readFileSync(join(import.meta.dirname, "../../../model/manifest.json"), "utf8");

it.each<[string, (manifest: Manifest) => void, string]>([
  [
    "a tensor of float64",
    ({ onnx }) => void Object.assign(onnx.input, { type: "float64" }),
    'onnx.input.type: is "float64", but only "float32" is served',
  ],
  [
    "both columns of a binary score",
    ({ onnx }) => void (onnx.outputs.score.shape = [-1, 2]),
    "onnx.outputs.score: shape [-1, 2] should be [-1]",
  ],
])("refuses %s", (_title, edit, fault) => {
  const manifest = JSON.parse(shipped) as Manifest;
  edit(manifest);
  expect(() => parseManifest(manifest)).toThrow(`manifest.json is not valid: ${fault}. Correct it and package again.`);
});
