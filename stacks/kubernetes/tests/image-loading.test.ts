// The tools of local clusters are programs on PATH that note how they are called and keep the archive that they are given.
import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import {
  createLoadedImage,
  diffLoadedImage,
  type LoadedImageInputs,
  readLoadedImage,
} from "@modelport/kubernetes-workload/image-loading";
import { readArtifacts } from "@modelport/packaging";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

const HOST_PATH = process.env["PATH"] ?? "";
let folder: string;
let image: Pick<LoadedImageInputs, "archive" | "digest" | "name">;

beforeAll(async () => {
  const packaged = await artifactsForTests();
  const found = readArtifacts(packaged).artifacts.find(({ kind }) => kind === "oci-image") ?? expect.fail("no image");
  image = { archive: path.join(packaged, found.path), digest: found.digest, name: "churn-api" };
}, 120_000);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "modelport-loading-"));
  vi.stubEnv("PATH", `${folder}:${HOST_PATH}`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** `answers` is a shell script. */
async function program(name: string, answers = ""): Promise<void> {
  const keep = `for file; do case "$file" in *image.tar) cp "$file" ${folder}/kept.tar;; esac; done`;
  await writeFile(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${folder}/calls\n${keep}\n${answers}\n`);
  await chmod(path.join(folder, name), 0o755);
}

const calls = async () =>
  (await readFile(path.join(folder, "calls"), "utf8"))
    .replaceAll(/\S+image\.tar/g, "<archive>")
    .trim()
    .split("\n");
const kept = (member: string) =>
  JSON.parse(execFileSync("tar", ["-xOf", path.join(folder, "kept.tar"), member], { encoding: "utf8" })) as unknown;
const reference = () => `docker.io/modelport/churn-api:${image.digest.replace(":", "-")}`;

test.each([
  ["kind", "dev", "kind load image-archive <archive> --name dev"],
  ["minikube", "dev", "minikube --profile dev image load <archive>"],
  ["containerd", "", "ctr --namespace k8s.io images import <archive>"],
] as const)("%s gets the image under a name that holds its digest", async (into, cluster, call) => {
  await program(into === "containerd" ? "ctr" : into);
  const { id, outs } = await createLoadedImage({ ...image, into, cluster });
  expect(id).toBe(`${into}/${cluster}`);
  expect(outs.reference).toBe(reference());
  expect(await calls()).toEqual([call]);
  expect(kept("index.json")).toMatchObject({
    manifests: [{ digest: image.digest, annotations: { "io.containerd.image.name": reference() } }],
  });
  // What Docker reads, which minikube may run.
  expect(kept("manifest.json")).toMatchObject([{ RepoTags: [reference()] }]);
});

test("a node of kind that lacks the image is drift", async () => {
  const state = { ...image, into: "kind", cluster: "dev", reference: reference() } as const;
  await program("kind", "printf 'dev-control-plane\\ndev-worker\\n'");
  await program("docker", `echo ${reference()}`);
  expect((await readLoadedImage("kind/dev", state)).id).toBe("kind/dev");
  expect((await calls()).filter((line) => line.startsWith("docker exec dev-worker ctr "))).toHaveLength(1);
  await program("docker", `[ "$2" = dev-worker ] || echo ${reference()}`);
  expect((await readLoadedImage("kind/dev", state)).id).toBe("");
});

test("another cluster is another resource, another image is not, and another clone changes nothing", () => {
  const olds = { ...image, into: "kind", cluster: "dev", reference: reference() } as const;
  const news = { ...image, into: "kind", cluster: "dev" } as const;
  expect(diffLoadedImage(olds, { ...news, archive: "/elsewhere/image.tar" }).changes).toBe(false);
  const other = diffLoadedImage(olds, { ...news, digest: `sha256:${"0".repeat(64)}` });
  expect(other).toMatchObject({ changes: true, replaces: [] });
  expect(diffLoadedImage(olds, { ...news, cluster: "other" }).replaces).toEqual(["cluster"]);
});

test("an archive that was packaged again in between is rejected", async () => {
  await program("kind");
  const digest = `sha256:${"0".repeat(64)}` as const;
  await expect(createLoadedImage({ ...image, digest, into: "kind", cluster: "dev" })).rejects.toThrow(
    `${image.archive} holds ${image.digest}, but ${digest} was to be deployed`,
  );
});

test("a tool that is not installed or fails is one sentence with the way around it", async () => {
  const inputs = { ...image, into: "minikube", cluster: "dev" } as const;
  vi.stubEnv("PATH", folder);
  await expect(createLoadedImage(inputs)).rejects.toThrow(
    "The image cannot be loaded with minikube: there is no minikube on PATH. Name a registry with " +
      "`npx pulumi config set modelport:imageRepository <registry>/<name>` if the cluster is not a local one.",
  );
  vi.stubEnv("PATH", `${folder}:${HOST_PATH}`);
  await program("minikube", "echo 'X Profile \"dev\" not found.' >&2; exit 85");
  await expect(createLoadedImage(inputs)).rejects.toThrow(
    'The image cannot be loaded with minikube: X Profile "dev" not found. Name a registry',
  );
});

test("a run without an account runs no tool", async () => {
  await program("kind");
  vi.stubEnv("MODELPORT_OFFLINE_REGISTRY", "127.0.0.1:1");
  const { id, outs } = await createLoadedImage({ ...image, into: "kind", cluster: "dev" });
  expect(await readLoadedImage(id, outs)).toEqual({ id, props: outs });
  await expect(calls()).rejects.toThrow("ENOENT");
});
