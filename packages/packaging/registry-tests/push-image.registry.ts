// Pushing to a real registry, with a password, through a network that fails in every way that one can arrange.
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { writeFakeBase } from "../fixtures/base-image.ts";
import { baseFromArchive } from "../src/oci/base-archive.ts";
import { inspectBase } from "../src/oci/base-inspection.ts";
import { blobStore } from "../src/oci/blob-store.ts";
import { buildImage } from "../src/oci/build-image.ts";
import { writeImageArchive } from "../src/oci/image-archive.ts";
import { hasImage } from "../src/oci/registry/find-image.ts";
import { pullBase } from "../src/oci/registry/pull-base.ts";
import { pushImage } from "../src/oci/registry/push-image.ts";
import { CREDENTIALS, startFaultProxy, startRegistry, type Fault } from "./docker-registry.ts";

const RETRIES = { attempts: 6, firstDelayMs: 10, longestDelayMs: 1_000 };
const LARGE_BYTES = 3.5 * 2 ** 20;

const missing = whatIsMissing();
if (missing !== undefined) {
  // CI on a Debian of its own has them, or its script forgot to install them.
  const mustRun = process.env["CI"] === "true" && process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (mustRun) throw new Error(missing);
  process.stderr.write(`\nThe tests against a real registry are skipped. ${missing}\n\n`);
}

function whatIsMissing(): string | undefined {
  try {
    execFileSync("docker-registry", ["--version"], { stdio: "ignore" });
    execFileSync("htpasswd", ["-nb", "a", "b"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "They need docker-registry and htpasswd: `apt-get install docker-registry apache2-utils`.";
  }
}

/** An image with an incompressible native layer of several MiB. */
async function imageArchive(model = "a model") {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-push-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = blobStore(path.join(folder, "cache"));
  const base = await baseFromArchive(await writeFakeBase(path.join(folder, "base.tar")), store, {});
  const content = {
    name: "localhost/modelport/example:1.0.0",
    labels: { title: "Example", description: "", version: "1.0.0", licenses: "Apache-2.0" },
    files: [
      { path: "native/library.so", mode: 0o755 as const, bytes: LIBRARY },
      { path: "server.mjs", mode: 0o644 as const, bytes: Buffer.from("a server") },
      { path: "model/model.onnx", mode: 0o644 as const, bytes: Buffer.from(model) },
    ],
  };
  const image = await buildImage(base, content, {});
  const archive = path.join(folder, "image.tar");
  await writeImageArchive(archive, image);
  return { archive, digest: image.digest };
}

const LIBRARY = randomBytes(LARGE_BYTES);

async function manifestOf(registry: string, name: string) {
  const authorization = `Basic ${Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString("base64")}`;
  const accept = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";
  const response = await fetch(`http://${registry}/v2/${name}`, { headers: { authorization, accept } });
  return { status: response.status, type: response.headers.get("content-type") };
}

describe.skipIf(missing)("a real registry", () => {
  test("takes an image by its digest, once; a new model sends its layer and the configuration alone", async () => {
    const registry = await startRegistry();
    const { archive, digest } = await imageArchive();
    const options = { archive, repository: `${registry}/team/app`, credentials: CREDENTIALS };
    expect(await pushImage({ ...options, tag: "1.0.0" })).toEqual({
      reference: `${registry}/team/app@${digest}`,
      digest,
      blobs: { present: 0, uploaded: 5 },
    });
    const stored = { status: 200, type: "application/vnd.oci.image.manifest.v1+json" };
    expect(await manifestOf(registry, `team/app/manifests/${digest}`)).toEqual(stored);
    expect(await manifestOf(registry, "team/app/manifests/1.0.0")).toEqual(stored);
    expect((await pushImage(options)).blobs).toEqual({ present: 5, uploaded: 0 });
    const next = await imageArchive("another model");
    expect((await pushImage({ ...options, archive: next.archive })).blobs).toEqual({
      present: 3,
      uploaded: 2,
    });
  });

  test("gives back what was pushed, as a base for other images", async () => {
    const registry = await startRegistry();
    const { archive } = await imageArchive();
    const { reference } = await pushImage({ archive, repository: `${registry}/team/app`, credentials: CREDENTIALS });
    const folder = await mkdtemp(path.join(tmpdir(), "modelport-pull-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const auth = Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString("base64");
    await writeFile(path.join(folder, "auth.json"), JSON.stringify({ auths: { [registry]: { auth } } }));
    vi.stubEnv("REGISTRY_AUTH_FILE", path.join(folder, "auth.json"));
    onTestFinished(() => void vi.unstubAllEnvs());
    const base = await pullBase(reference, blobStore(path.join(folder, "cache")), {});
    expect(base.layers).toHaveLength(4);
    expect(await inspectBase(base)).toEqual({ nodePath: "/usr/local/bin/node", nodeVersion: "24.18.0" });
  });

  test("says whether an image is there, with the password of a credential helper", async () => {
    const registry = await startRegistry();
    const { archive, digest } = await imageArchive();
    const folder = await mkdtemp(path.join(tmpdir(), "modelport-helper-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const { username, password } = CREDENTIALS;
    const answer = JSON.stringify({ ServerURL: registry, Username: username, Secret: password });
    await writeFile(path.join(folder, "docker-credential-tests"), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
    await writeFile(path.join(folder, "config.json"), JSON.stringify({ credHelpers: { [registry]: "tests" } }));
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`);
    vi.stubEnv("DOCKER_CONFIG", folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const repository = `${registry}/team/app`;
    expect(await hasImage({ repository, digest })).toBe(false);
    await pushImage({ archive, repository, digest });
    expect(await hasImage({ repository, digest })).toBe(true);
  });

  test("says so when the password is wrong or missing", async () => {
    const registry = await startRegistry();
    const { archive } = await imageArchive();
    const push = (credentials?: { username: string; password: string }) =>
      pushImage({ archive, repository: `${registry}/team/app`, ...(credentials && { credentials }) });
    await expect(push({ username: "ann", password: "wrong" })).rejects.toThrow(
      /^127\.0\.0\.1:\d+ answered 401 to HEAD \/v2\/team\/app\/blobs\/sha256:[0-9a-f]{64}: check the user name, the password and the rights\.$/,
    );
    await expect(push()).rejects.toThrow(
      `${registry} requires a user name and a password, but none were given: log in with \`docker login ${registry}\` or \`podman login ${registry}\`.`,
    );
  });

  test("refuses a repository with a tag", async () => {
    const { archive } = await imageArchive();
    await expect(pushImage({ archive, repository: "127.0.0.1:5000/team/app:1" })).rejects.toThrow(
      '"127.0.0.1:5000/team/app:1" names a tag or a digest: give the repository alone; the digest is the image\'s own.',
    );
  });

  /** Pushes while the n-th request that matches meets a fault. */
  async function pushThrough(faults: readonly (readonly [RegExp, number, Fault])[]) {
    const registry = await startRegistry();
    const seen = faults.map(() => 0);
    const proxy = await startFaultProxy(registry, (method, url) => {
      for (const [index, [pattern, number, fault]] of faults.entries()) {
        if (!pattern.test(`${method} ${url}`)) continue;
        seen[index] = (seen[index] ?? 0) + 1;
        if (seen[index] === number) return fault;
      }
      return "pass";
    });
    const { archive, digest } = await imageArchive();
    const pushed = await pushImage({
      archive,
      repository: `${proxy.address}/team/app`,
      credentials: CREDENTIALS,
      retries: RETRIES,
    });
    expect(pushed).toEqual({
      reference: `${proxy.address}/team/app@${digest}`,
      digest,
      blobs: { present: 0, uploaded: 5 },
    });
    expect(seen.every((count, index) => count >= (faults[index]?.[1] ?? 0))).toBe(true);
    expect(proxy.requests.filter((line) => line.startsWith("PATCH"))).toEqual([]);
    expect(await manifestOf(registry, `team/app/manifests/${digest}`)).toMatchObject({ status: 200 });
  }

  test.each<[string, RegExp, number, Fault]>([
    ["500 to a blob", /^PUT .*blobs/, 2, 500],
    ["429 to a blob", /^PUT .*blobs/, 1, 429],
    ["503 to a blob", /^PUT .*blobs/, 2, 503],
    ["a connection that breaks halfway through a blob", /^PUT .*blobs/, 2, "break-halfway"],
    ["the lost answer to a blob", /^PUT .*blobs/, 2, "lose-answer"],
    ["500 to the question whether a blob is there", /^HEAD/, 2, 500],
    ["502 to the beginning of an upload", /^POST/, 2, 502],
    ["a connection that breaks at the manifest", /^PUT .*manifests/, 1, "break-before"],
    ["the lost answer to the manifest", /^PUT .*manifests/, 1, "lose-answer"],
  ])("survives %s", async (_title, pattern, number, fault) => {
    await pushThrough([[pattern, number, fault]]);
  });

  test("survives all of it at once", async () => {
    await pushThrough([
      [/^POST/, 1, 503],
      [/^PUT .*blobs/, 1, 500],
      [/^PUT .*blobs/, 2, 429],
      [/^PUT .*blobs/, 3, "break-halfway"],
      [/^PUT .*blobs/, 3, "lose-answer"],
      [/^PUT .*manifests/, 1, 502],
      [/^HEAD/, 1, "break-before"],
    ]);
  });

  test("gives up with a sentence when it never gets better", async () => {
    const registry = await startRegistry();
    const isBlob = (method: string, url: string) => method === "PUT" && url.includes("/blobs/");
    const proxy = await startFaultProxy(registry, (method, url) => (isBlob(method, url) ? 500 : "pass"));
    const { archive } = await imageArchive();
    const pushed = pushImage({
      archive,
      repository: `${proxy.address}/team/app`,
      credentials: CREDENTIALS,
      retries: { ...RETRIES, attempts: 3 },
    });
    await expect(pushed).rejects.toThrow(
      /^127\.0\.0\.1:\d+ answered 500 to PUT \/v2\/team\/app\/blobs\/uploads\/[0-9a-f-]+\.$/,
    );
  });
});
