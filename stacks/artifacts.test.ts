import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hostPlatform } from "@modelport/packaging";
import { DeploymentRefused } from "@modelport/target-kit";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openArtifacts } from "./artifacts.ts";

const model = { name: "bankchurn", version: "1.0.0", onnxSha256: "ab", example: { age: 35 } };
const zip = { kind: "lambda-zip", path: "lambda.zip", digest: "sha256:cd", bytes: 1, unpackedBytes: 2 } as const;
const remedy = "build the artefacts with `npx nx run inference-api:package`.";
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "modelport-artifacts-"));
  const artifacts = [
    { ...zip, platform: hostPlatform() },
    { ...zip, platform: "freebsd-x64", path: "gone.zip" },
  ];
  await writeFile(path.join(folder, "artifacts.json"), JSON.stringify({ model, artifacts }));
  await writeFile(path.join(folder, "lambda.zip"), "");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("an artefact for this machine is found where it lies", () => {
  const artifacts = openArtifacts(folder);
  expect(artifacts.model).toEqual(model);
  expect(artifacts.artifact("lambda-zip")).toEqual({
    ...zip,
    platform: hostPlatform(),
    path: path.join(folder, "lambda.zip"),
  });
});

test("a path inside the repository is relative to its root, so that clones agree", async () => {
  const inside = path.join(import.meta.dirname, "..", ".modelport", `artifacts-test-${process.pid}`);
  await cp(folder, inside, { recursive: true });
  try {
    expect(openArtifacts(inside).artifact("lambda-zip").path).toBe(
      `.modelport/artifacts-test-${process.pid}/lambda.zip`,
    );
  } finally {
    await rm(inside, { recursive: true });
  }
});

test("nothing packaged", () => {
  const empty = path.join(folder, "nothing");
  expect(() => openArtifacts(empty)).toThrow(DeploymentRefused);
  expect(() => openArtifacts(empty)).toThrow(`There is no ${empty}/artifacts.json: ${remedy}`);
});

test("no artefact of that kind or platform", () => {
  const { artifact } = openArtifacts(folder);
  expect(() => artifact("oci-image", "linux-x64")).toThrow(
    `${folder} has no oci-image for linux-x64, only lambda-zip for ${hostPlatform()}, lambda-zip for freebsd-x64: ${remedy}`,
  );
});

test("an artefact that was deleted since", () => {
  const { artifact } = openArtifacts(folder);
  expect(() => artifact("lambda-zip", "freebsd-x64")).toThrow(`The lambda-zip ${folder}/gone.zip is gone: ${remedy}`);
});
