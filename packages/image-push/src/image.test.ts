import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { writeImageArchive } from "../fixtures/image-archive.ts";
import { startRegistry } from "../fixtures/registry.ts";
import { createImage, diffImage, readImage, updateImage, type ImageState } from "./image.ts";

let folder: string;
let archive: string;
let digest: `sha256:${string}`;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "modelport-image-"));
  archive = path.join(folder, "image.tar");
  digest = await writeImageArchive(archive, "a model");
  // Whoever runs the tests may be logged in somewhere.
  for (const name of ["HOME", "DOCKER_CONFIG", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"]) vi.stubEnv(name, folder);
  vi.stubEnv("REGISTRY_AUTH_FILE", "");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("an image is pushed by its digest, with a tag for people beside it", async () => {
  const registry = await startRegistry();
  const repository = `${registry.address}/project/repository/api`;
  const { id, outs } = await createImage({ archive, repository, digest, tag: "1.0.0" });
  expect(id).toBe(repository);
  expect(outs).toEqual({ archive, repository, digest, tag: "1.0.0", reference: `${repository}@${digest}` });
  expect([...registry.manifests.keys()]).toEqual([digest, "1.0.0"]);
  expect([...registry.authorizations]).toEqual([]);
});

test("each blob goes in one piece, as Google's Artifact Registry demands", async () => {
  const registry = await startRegistry();
  const large = await writeImageArchive(archive, "x".repeat(17 * 2 ** 20));
  await createImage({ archive, repository: `${registry.address}/api`, digest: large });
  const methods = registry.requests.map((line) => line.split(" ")[0]);
  expect(methods).toEqual(["HEAD", "POST", "PUT", "HEAD", "POST", "PUT", "PUT", "GET"]);
});

test("credentials are looked up once the registry has asked, and no state has them", async () => {
  const { address, authorizations } = await startRegistry("ann:secret");
  const auth = Buffer.from("ann:secret").toString("base64");
  await writeFile(path.join(folder, "config.json"), JSON.stringify({ auths: { [address]: { auth } } }));
  const state = await createImage({ archive, repository: `${address}/api`, digest });
  expect([...authorizations]).toEqual([`Basic ${auth}`]);
  expect(JSON.stringify(state)).not.toMatch(new RegExp(`secret|${auth}`));
});

test("a registry that asks, and nobody who is logged in", async () => {
  const { address } = await startRegistry("ann:secret");
  await expect(createImage({ archive, repository: `${address}/api`, digest })).rejects.toThrow(
    `${address} asks for a user name and a password, and none were given: log in with \`docker login ${address}\` or \`podman login ${address}\`.`,
  );
});

test("an archive that was written anew since the program ran is not pushed", async () => {
  const { address, requests } = await startRegistry();
  const other = await writeImageArchive(archive, "another model");
  await expect(createImage({ archive, repository: `${address}/api`, digest })).rejects.toThrow(
    `${archive} holds the image ${other}, and not ${digest}, which was asked for: run it again, so that both are read anew.`,
  );
  expect(requests).toEqual([]);
});

test("another model is another image in the same repository, and the old one stays", async () => {
  const { address, manifests } = await startRegistry();
  const { outs } = await createImage({ archive, repository: `${address}/api`, digest });
  const next = await writeImageArchive(archive, "another model");
  expect(await updateImage(outs, { archive, repository: `${address}/api`, digest: next })).toEqual({
    outs: { archive, repository: `${address}/api`, digest: next, reference: `${address}/api@${next}` },
  });
  expect([...manifests.keys()]).toEqual([digest, next]);
});

test("an image that is gone from the registry is drift", async () => {
  const { address, manifests } = await startRegistry();
  const { id, outs } = await createImage({ archive, repository: `${address}/api`, digest });
  expect(await readImage(id, outs)).toEqual({ id, props: outs });
  manifests.delete(digest);
  expect(await readImage(id, outs)).toEqual({ id: "", props: outs });
});

const state: ImageState = {
  archive: "apps/inference-api/dist/image.tar",
  repository: "registry.example.com/api",
  digest: "sha256:aa",
  tag: "1.0.0",
  reference: "registry.example.com/api@sha256:aa",
};

test.each([
  ["the same bytes in another clone", { archive: "/elsewhere/image.tar" }, { changes: false, replaces: [] }],
  ["another digest", { digest: "sha256:bb" as const }, { changes: true, replaces: [] }],
  ["another tag", { tag: "1.0.1" }, { changes: true, replaces: [] }],
  ["another repository", { repository: "other.example.com/api" }, { changes: true, replaces: ["repository"] }],
])("%s", (_what, change, diff) => {
  const { reference, ...inputs } = state;
  expect(diffImage(state, { ...inputs, ...change })).toEqual({ ...diff, deleteBeforeReplace: false });
  expect(reference).toBe(`${state.repository}@${state.digest}`);
});
