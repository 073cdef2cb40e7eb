import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { writeImageArchive } from "../fixtures/image-archive.ts";
import { startRegistry } from "../fixtures/registry.ts";
import {
  checkImage,
  createImage as create,
  diffImage,
  readImage,
  updateImage,
  type ImageInputs,
  type ImageState,
} from "./image.ts";

let folder: string;
let archive: string;
let digest: `sha256:${string}`;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "modelport-image-"));
  archive = path.join(folder, "image.tar");
  digest = await writeImageArchive(archive, "a model");
  // The person who runs the tests may be logged in somewhere.
  for (const name of ["HOME", "DOCKER_CONFIG", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"]) vi.stubEnv(name, folder);
  vi.stubEnv("REGISTRY_AUTH_FILE", "");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

let lines: string[];
const createImage = (inputs: ImageInputs) => {
  lines = [];
  return create(inputs, { report: (line) => lines.push(line), patience: { longestMs: 400, firstPauseMs: 5 } });
};

test("an image is pushed by its digest, with a tag for people beside it", async () => {
  const registry = await startRegistry();
  const repository = `${registry.address}/project/repository/api`;
  const { id, outs } = await createImage({ archive, repository, digest, tag: "1.0.0" });
  expect(id).toBe(repository);
  expect(outs).toEqual({ archive, repository, digest, tag: "1.0.0", reference: `${repository}@${digest}` });
  expect([...registry.manifests.keys()]).toEqual([digest, "1.0.0"]);
  expect([...registry.authorizations]).toEqual([]);
});

test("a run without an account calls no other registry than its own, and its state does not show that", async () => {
  const registry = await startRegistry();
  vi.stubEnv("MODELPORT_OFFLINE_REGISTRY", registry.address);
  const repository = "registry.invalid:5000/team/api";
  const { id, outs } = await createImage({ archive, repository, digest });
  expect([id, outs.reference]).toEqual([repository, `${repository}@${digest}`]);
  expect(registry.requests.some((line) => line.includes("/v2/elsewhere/registry.invalid-5000/team/api/"))).toBe(true);
  expect(await readImage(id, outs)).toEqual({ id, props: outs });
});

test("each blob goes in one piece, as Google's Artifact Registry demands", async () => {
  const registry = await startRegistry();
  const large = await writeImageArchive(archive, "x".repeat(17 * 2 ** 20));
  await createImage({ archive, repository: `${registry.address}/api`, digest: large });
  const methods = registry.requests.map((line) => line.split(" ")[0]);
  expect(methods).toEqual(["HEAD", "POST", "PUT", "HEAD", "POST", "PUT", "HEAD", "PUT", "GET"]);
});

test.each([
  ["ECR's of a repository that it does not know yet", 404, "The repository with name 'api' does not exist"],
  [
    "Google's of a right that is not everywhere yet",
    403,
    "Permission 'artifactregistry.repositories.uploadArtifacts' denied",
  ],
  ["Google's of an API that was enabled a moment ago", 403, "Artifact Registry API has not been used in project 1"],
])("a new repository's refusals pass: %s", async (_what, status, message) => {
  const registry = await startRegistry();
  registry.refuse({ times: 3, status, message });
  const { id } = await createImage({ archive, repository: `${registry.address}/api`, digest });
  expect([...registry.manifests.keys()]).toEqual([digest]);
  expect(id).toBe(`${registry.address}/api`);
  const remedy = status === 403 ? ": check the user name, the password and the rights." : ".";
  const waits = lines.filter((line) => line.includes("something new"));
  expect(waits).toHaveLength(3);
  expect(waits[0]).toBe(
    `${registry.address} answered ${status} (${message}) to POST /v2/api/blobs/uploads/${remedy} That is normal for something new: retrying for 1 s.`,
  );
});

test("refusals that do not pass are told within a bound, and another model's push does not wait", async () => {
  const registry = await startRegistry();
  registry.refuse({ times: Infinity, status: 403, message: "denied" });
  const repository = `${registry.address}/api`;
  const said = `${registry.address} answered 403 (denied) to POST /v2/api/blobs/uploads/: check the user name, the password and the rights.`;
  await expect(createImage({ archive, repository, digest })).rejects.toThrow(`${said} It has answered so for 0 s.`);
  expect(lines.length).toBeGreaterThan(3);
  const state: ImageState = { archive, repository, digest, reference: `${repository}@${digest}` };
  const asked = registry.requests.length;
  await expect(updateImage(state, { archive, repository, digest })).rejects.toThrow(new RegExp(`rights\\.$`));
  expect(registry.requests).toHaveLength(asked + 2);
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
    `${address} requires a user name and a password, but none were given: log in with \`docker login ${address}\` or \`podman login ${address}\`.`,
  );
});

test("an archive that was written anew since the program ran is not pushed", async () => {
  const { address, requests } = await startRegistry();
  const other = await writeImageArchive(archive, "another model");
  await expect(createImage({ archive, repository: `${address}/api`, digest })).rejects.toThrow(
    `${archive} holds the image ${other}, but the deployment expects ${digest}: run it again, so that both are read again.`,
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

test("a rollback pushes what is there already, which ECR refuses to take twice", async () => {
  const { address, requests } = await startRegistry();
  const { outs: first } = await createImage({ archive, repository: `${address}/api`, digest });
  const next = await writeImageArchive(archive, "another model");
  const { outs: second } = await updateImage(first, { archive, repository: `${address}/api`, digest: next });
  await writeImageArchive(archive, "a model");
  expect((await updateImage(second, { archive, repository: `${address}/api`, digest })).outs).toEqual(first);
  expect(requests.filter((line) => line.startsWith("PUT /v2/api/manifests/"))).toHaveLength(2);
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

test.each([
  ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/api", ["aws:assumeRoles"]],
  ["us-central1-docker.pkg.dev/p/r/api", ["gcp:externalCredentials"]],
  ["registry.example.com/api", []],
  // As the engine names what it does not know yet.
  ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", ["aws:assumeRoles", "gcp:externalCredentials"]],
])("a preview refuses accounts that only the provider reads: %s", (repository, refused) => {
  const settings = { "aws:assumeRoles": "[]", "gcp:externalCredentials": "{}" } as Readonly<Record<string, string>>;
  const inputs = { archive: "image.tar", repository, digest: "sha256:aa" } as const;
  const { failures } = checkImage(inputs, { settings: (key) => settings[key] });
  expect(failures.map(({ reason }) => reason.split(" ")[0])).toEqual(refused);
  expect(checkImage(inputs, {})).toEqual({ failures: [] });
});
