import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { hostPlatform } from "@modelport/packaging";
import { DeploymentRefused } from "@modelport/target-kit";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openArtifacts } from "./artifacts.ts";

const model = { name: "bankchurn", version: "1.0.0", onnxSha256: "ab", example: { age: 35 } };
const zip = { kind: "lambda-zip", path: "lambda.zip", digest: "sha256:cd", bytes: 1, unpackedBytes: 2 } as const;
const remedy = "build the artifacts with `npx nx run inference-api:package`.";
const imageRemedy =
  "build the image with `npx nx run inference-api:image`, on the base that MODELPORT_BASE_IMAGE names " +
  "(without it node:24 on Debian is fetched from docker.io).";
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

test("an artifact for this machine is found where it lies", () => {
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

test("no artifact of that kind or platform", () => {
  const { artifact } = openArtifacts(folder);
  expect(() => artifact("oci-image", "linux-x64")).toThrow(
    `${folder} has no oci-image for linux-x64, only lambda-zip for ${hostPlatform()}, lambda-zip for freebsd-x64: ${imageRemedy}`,
  );
});

test("an artifact that was deleted since", () => {
  const { artifact } = openArtifacts(folder);
  expect(() => artifact("lambda-zip", "freebsd-x64")).toThrow(`The lambda-zip ${folder}/gone.zip is gone: ${remedy}`);
});

describe("the image has a folder of its own", () => {
  const image = { kind: "oci-image", platform: "linux-x64", path: "image.tar", digest: "sha256:ef" } as const;
  const folders = () => ({ others: folder, image: path.join(folder, "image") });

  async function packageImage(of: object): Promise<void> {
    await mkdir(folders().image);
    await writeFile(path.join(folders().image, "artifacts.json"), JSON.stringify({ model: of, artifacts: [image] }));
    await writeFile(path.join(folders().image, "image.tar"), "");
  }

  test("from which it is taken, while the others come from theirs", async () => {
    await packageImage(model);
    const { artifact } = openArtifacts(undefined, folders());
    expect(artifact("oci-image", "linux-x64")).toEqual({ ...image, path: path.join(folder, "image/image.tar") });
    expect(artifact("lambda-zip").digest).toBe("sha256:cd");
  });

  test("and a target that does not deploy it does without", () => {
    const { artifact } = openArtifacts(undefined, folders());
    expect(artifact("lambda-zip").digest).toBe("sha256:cd");
    expect(() => artifact("oci-image", "linux-x64")).toThrow(
      `There is no ${folder}/image/artifacts.json: ${imageRemedy}`,
    );
  });

  test("and it is rejected if it holds another model than the other artifacts", async () => {
    await packageImage({ ...model, version: "0.9.0", onnxSha256: "ba" });
    const { artifact } = openArtifacts(undefined, folders());
    expect(() => artifact("oci-image", "linux-x64")).toThrow(
      `The image in ${folder}/image holds bankchurn 0.9.0 (sha256:ba), but the other artifacts hold bankchurn 1.0.0 (sha256:ab): ${imageRemedy}`,
    );
  });
});

test("artifacts that are older than their sources are said, and only those that are deployed", async () => {
  const root = await mkdtemp(path.join(tmpdir(), "modelport-stale-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const folders = { others: path.join(root, "dist"), image: path.join(root, "dist-image") };
  for (const each of Object.values(folders)) {
    await cp(folder, each, { recursive: true });
    await writeFile(path.join(each, "inputs.json"), JSON.stringify({ "packages/predictor/src/gone.ts": "ab" }));
  }
  await writeFile(path.join(root, "package-lock.json"), "{}");
  const { artifact, stale } = openArtifacts(undefined, folders, root);
  expect(stale()).toEqual([]);
  artifact("lambda-zip");
  expect(stale()).toEqual([
    `dist was packaged before package-lock.json and 1 more changed, and is deployed as it is: ${remedy}`,
  ]);
  const named = openArtifacts(folders.others);
  named.artifact("lambda-zip");
  expect(named.stale(), "a folder that the user has named").toEqual([]);
});
