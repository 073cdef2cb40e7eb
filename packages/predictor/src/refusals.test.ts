// A model that is not the one that was packaged is refused at start, with what was expected and what was found.
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "@modelport/contracts";
import { generateEncoder } from "@modelport/contracts/encoder";
import { parseManifest } from "@modelport/contracts/manifest";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadModelDirectory } from "./model-directory.ts";
import { loadPredictor } from "./load-predictor.ts";
import type { Predictor } from "./predictor.ts";
import { writeSums } from "./prepared.testing.ts";

const MODEL = join(import.meta.dirname, "../../../model");
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelport-predictor-"));
  for (const file of ["manifest.json", "model.onnx", "README.md"]) await cp(join(MODEL, file), join(folder, file));
  await writeFile(at("openapi.json"), "{}");
  await writeEncoder();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (file: string) => join(folder, file);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function writeEncoder(): Promise<void> {
  const bytes = await readFile(at("manifest.json"));
  const manifest = parseManifest(JSON.parse(bytes.toString("utf8")));
  await writeFile(at("encoder.mjs"), generateEncoder(manifest, sha256(bytes)));
  await writeSums(folder);
}

/** Writes a changed manifest, and the encoder that belongs to it. */
async function change(edit: (manifest: Manifest) => void): Promise<Manifest> {
  const manifest = JSON.parse(await readFile(at("manifest.json"), "utf8")) as Manifest;
  edit(manifest);
  const bytes = Buffer.from(JSON.stringify(manifest));
  await writeFile(at("manifest.json"), bytes);
  await writeFile(at("encoder.mjs"), generateEncoder(manifest, sha256(bytes)));
  await writeSums(folder);
  return manifest;
}

async function load(): Promise<Predictor> {
  return loadPredictor(await loadModelDirectory(folder));
}

it("loads what belongs together, and scores and explains rows of a batch each for itself", async () => {
  const predictor = await load();
  const { encoder, manifest } = predictor.model;
  const rows = new Float32Array(30);
  for (let row = 0; row < 3; row++) {
    const instance = { ...manifest.selfCheck.instance, age: 30 + 15 * row };
    expect(encoder.encode(instance, rows, row * 10)).toBe(true);
  }
  const batch = await predictor.predict(rows, true);
  expect([batch.count, batch.contributions?.length, batch.terms?.length]).toEqual([3, 30, 42]);
  for (let row = 0; row < 3; row++) {
    const alone = await predictor.predict(rows.slice(row * 10, row * 10 + 10), false);
    expect(alone.score[0]).toBeCloseTo(batch.score[row] ?? Number.NaN, 6);
    expect(Object.keys(alone)).toEqual(["count", "score"]);
  }
});

it.each(["model.onnx", "manifest.json", "encoder.mjs", "openapi.json", "README.md"])(
  "refuses one changed byte of %s",
  async (file) => {
    const bytes = await readFile(at(file));
    const expected = sha256(bytes);
    bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1;
    await writeFile(at(file), bytes);
    await expect(load()).rejects.toThrow(
      `${file} in ${folder} has sha256 ${sha256(bytes)}, but SHA256SUMS beside it expects ${expected}: ` +
        "restore the file or package the model again.",
    );
  },
);

it("has a digest that another byte of any file changes", async () => {
  const { digest } = await loadModelDirectory(folder);
  expect(digest).toBe(`sha256:${sha256(await readFile(at("SHA256SUMS")))}`);
  await writeFile(at("README.md"), "# Another card");
  await writeSums(folder);
  expect((await loadModelDirectory(folder)).digest).not.toBe(digest);
});

it("refuses an ONNX file that is not the manifest's, although its sum was updated", async () => {
  const expected = sha256(await readFile(at("model.onnx")));
  await writeFile(at("model.onnx"), "another");
  await writeSums(folder);
  await expect(load()).rejects.toThrow(
    `model.onnx in ${folder} has sha256 ${sha256(Buffer.from("another"))}, but manifest.json (bankchurn 1.0.0) expects ${expected}: ` +
      "restore the file or package the model again.",
  );
});

it.each(["model.onnx", "manifest.json", "encoder.mjs", "openapi.json", "README.md", "SHA256SUMS"])(
  "refuses a directory without %s",
  async (file) => {
    await rm(at(file));
    await expect(load()).rejects.toThrow(
      `${file} in ${folder} cannot be read (ENOENT): point MODEL_DIR to a prepared model directory, or package the model again.`,
    );
  },
);

it.each([
  ["that leaves a file out", /^.*encoder\.mjs\n/m, "", "does not list encoder.mjs"],
  ["with a path", "encoder.mjs", "../encoder.mjs", ""],
])("refuses sums %s", async (_title, from, to, fault) => {
  const sums = await readFile(at("SHA256SUMS"), "utf8");
  const changed = sums.replace(from, to);
  await writeFile(at("SHA256SUMS"), changed);
  const line = changed.split("\n").findIndex((text) => text.includes("..")) + 1;
  await expect(load()).rejects.toThrow(
    fault === ""
      ? `Line ${line} of SHA256SUMS in ${folder} is not a SHA-256, two spaces and a file name: package the model again.`
      : `SHA256SUMS in ${folder} ${fault}: package the model again.`,
  );
});

it("refuses another model's manifest", async () => {
  const encoder = await readFile(at("encoder.mjs"));
  const original = sha256(await readFile(at("manifest.json")));
  await change((manifest) => {
    manifest.name = "other";
  });
  await writeFile(at("encoder.mjs"), encoder);
  await writeSums(folder);
  await expect(load()).rejects.toThrow(
    `encoder.mjs in ${folder} was generated from a manifest.json with sha256 ${original}, but the manifest.json beside it ` +
      `(other 1.0.0) has ${sha256(await readFile(at("manifest.json")))}: package the model again.`,
  );
});

it.each(["not json", '{"onnx": {}}', "null"])("refuses a manifest.json that is %s", async (content) => {
  await writeFile(at("manifest.json"), content);
  await writeSums(folder);
  await expect(load()).rejects.toThrow(`manifest.json in ${folder} is not a model manifest: package the model again.`);
});

it("refuses an encoder that does not load", async () => {
  await writeFile(at("encoder.mjs"), "throw new Error('broken');");
  await writeSums(folder);
  await expect(load()).rejects.toThrow(
    `encoder.mjs in ${folder} does not load (Error: broken): package the model again.`,
  );
});

it("refuses a file that is no ONNX model, though its hash is right", async () => {
  const bytes = Buffer.from("no model");
  await writeFile(at("model.onnx"), bytes);
  await change((manifest) => {
    manifest.onnx.sha256 = sha256(bytes);
  });
  await expect(load()).rejects.toThrow(
    "model.onnx is not a model that onnxruntime loads: Failed to load model because protobuf parsing failed.",
  );
});

it.each<[string, (manifest: Manifest) => void, string]>([
  [
    "an input of another name",
    (manifest) => void (manifest.onnx.input.name = "features"),
    "The ONNX file's inputs are [x], but the manifest expects [features]: a model has one float32 input with a column for each feature.",
  ],
  [
    "an input of another width",
    (manifest) => void (manifest.onnx.input.shape = [-1, 11]),
    'The input "x" of model.onnx is float32 [-1, 10], but the manifest expects float32 [-1, 11]: export the model with that shape.',
  ],
  [
    "an output that is not there",
    (manifest) => void (manifest.onnx.outputs.score.name = "p"),
    'The ONNX file has no output "p", which the manifest names; it has [probability, logit, contributions, feature_contributions].',
  ],
  [
    "a known row with another score",
    (manifest) => void (manifest.selfCheck.score = 0.5),
    "but 0.5 within 0.00001 is expected: this is not the model that bankchurn 1.0.0 was exported from.",
  ],
  [
    "a known row that does not fit the features",
    (manifest) => void (manifest.selfCheck.instance = { age: 1 }),
    "The manifest's selfCheck.instance does not fit its own features: train or package the model again.",
  ],
])("refuses %s", async (_title, edit, sentence) => {
  await change(edit);
  await expect(load()).rejects.toThrow(sentence);
});
