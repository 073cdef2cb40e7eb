import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pushImage } from "@modelport/packaging";
import { fakeBaseBlobs, writeFakeBase } from "@modelport/packaging/fake-base";
import { expect, onTestFinished, test } from "vitest";
import { startRegistry } from "./registry.ts";
import { forgetRepository, imagesIn } from "./repository-store.ts";

const RETRIES = { attempts: 1, firstDelayMs: 1, longestDelayMs: 1 };

async function registry() {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-registry-"));
  const started = await startRegistry({ folder, hasRepository: (name) => name.startsWith("team/") });
  onTestFinished(async () => {
    await started.close();
    await rm(folder, { recursive: true });
  });
  return { folder, address: `127.0.0.1:${started.port}` };
}

async function image() {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-image-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { descriptor } = await fakeBaseBlobs();
  return { archive: await writeFakeBase(path.join(folder, "image.tar")), digest: descriptor.digest, blobs: 2 };
}

test("an image is pushed by digest and tag, and is there the second time", async () => {
  const { folder, address } = await registry();
  const { archive, digest, blobs } = await image();
  const push = { archive, repository: `${address}/team/app`, tag: "1.0.0", retries: RETRIES };
  expect(await pushImage(push)).toEqual({
    reference: `${address}/team/app@${digest}`,
    digest,
    blobs: { present: 0, uploaded: blobs },
  });
  expect((await pushImage(push)).blobs).toEqual({ present: blobs, uploaded: 0 });
  const tagged = await fetch(`http://${address}/v2/team/app/manifests/1.0.0`);
  expect(tagged.headers.get("docker-content-digest")).toBe(digest);
  expect(await (await fetch(`http://${address}/v2/team/app/tags/list`)).json()).toEqual({
    name: "team/app",
    tags: ["1.0.0"],
  });
  expect(imagesIn(folder, "team")).toEqual([digest]);
  forgetRepository(folder, "team/app");
  expect((await fetch(`http://${address}/v2/team/app/manifests/${digest}`)).status).toBe(404);
});

test("a repository that the cloud does not have takes nothing", async () => {
  const { address } = await registry();
  const { archive } = await image();
  await expect(pushImage({ archive, repository: `${address}/nobody/app`, retries: RETRIES })).rejects.toThrow(
    /^127\.0\.0\.1:\d+ answered 404 \(the cloud has no repository nobody\/app\) to POST \/v2\/nobody\/app\/blobs\/uploads\/\.$/,
  );
});

test("bytes of another digest, unknown uploads and manifests without their blobs are refused", async () => {
  const { address } = await registry();
  const at = (route: string) => `http://${address}/v2/team/app/${route}`;
  const begun = await fetch(at("blobs/uploads/"), { method: "POST" });
  const upload = new URL(begun.headers.get("location") ?? "", at(""));
  const other = `sha256:${"0".repeat(64)}`;
  const ended = await fetch(`${upload.href}?digest=${other}`, { method: "PUT" });
  expect((await fetch(`${upload.href}?digest=${other}`, { method: "PUT" })).status).toBe(404);
  expect([ended.status, await ended.json()]).toEqual([
    400,
    { errors: [{ code: "DIGEST_INVALID", message: `what was uploaded is not ${other}` }] },
  ]);
  const manifest = JSON.stringify({ schemaVersion: 2, config: { digest: other }, layers: [] });
  const put = await fetch(at("manifests/latest"), { method: "PUT", body: manifest });
  expect(await put.json()).toEqual({
    errors: [{ code: "MANIFEST_BLOB_UNKNOWN", message: `there is no blob ${other}` }],
  });
});
