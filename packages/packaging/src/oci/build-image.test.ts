import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writeFakeBase } from "../../fixtures/base-image.ts";
import { asDigest } from "../digest.ts";
import type { FileEntry } from "../file-set.ts";
import { baseFromArchive } from "./base-archive.ts";
import { findBase } from "./base-setting.ts";
import { blobStore } from "./blob-store.ts";
import { buildImage, type ImageContent } from "./build-image.ts";
import { openImageArchive, writeImageArchive } from "./image-archive.ts";
import type { ImageConfig } from "./media-types.ts";
import { blobName } from "./base-archive.ts";
import { readTar } from "./tar-reader.ts";
import { createGunzip } from "node:zlib";

async function temporary(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-image-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

const file = (name: string, content: string, mode: 0o644 | 0o755 = 0o644): FileEntry => ({
  path: name,
  mode,
  bytes: Buffer.from(content),
});

function contentWith(model: string): ImageContent {
  return {
    name: "localhost/modelport/example:1.0.0",
    labels: { title: "Example", description: "An example.", version: "1.0.0", licenses: "Apache-2.0" },
    files: [
      file("model/model.onnx", model),
      file("native/library.so", "a library", 0o755),
      file("server.mjs", "a server"),
      file("pages/index.html", "a page"),
    ],
  };
}

async function build(model = "a model") {
  const folder = await temporary();
  const base = await baseFromArchive(
    await writeFakeBase(path.join(folder, "base.tar")),
    blobStore(path.join(folder, "cache")),
    {},
  );
  const image = await buildImage(base, contentWith(model), {});
  const archive = path.join(folder, "image.tar");
  await writeImageArchive(archive, image);
  return { image, archive };
}

test("the same content gives the same bytes, wherever the base lay", async () => {
  const [first, second] = [await build(), await build()];
  expect(second.image.digest).toBe(first.image.digest);
  expect(await readFile(second.archive)).toEqual(await readFile(first.archive));
});

test("a new model replaces the last layer and no other", async () => {
  const layers = async (model: string) => {
    const { manifest } = await openImageArchive((await build(model)).archive);
    return manifest.layers.map(({ digest }) => digest);
  };
  const [before, after] = [await layers("a model"), await layers("another model")];
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
  expect(after.at(-1)).not.toBe(before.at(-1));
});

test("the archive holds one plain manifest whose configuration needs no root, no shell and no clock", async () => {
  const { image, archive } = await build();
  const { tar, manifest, digest } = await openImageArchive(archive);
  expect(digest).toBe(image.digest);
  expect(manifest.layers.map(({ mediaType }) => mediaType)).toEqual(
    Array.from({ length: 4 }, () => "application/vnd.oci.image.layer.v1.tar+gzip"),
  );
  const config = JSON.parse((await tar.read(blobName(manifest.config.digest))).toString("utf8")) as ImageConfig;
  expect(config).toMatchObject({
    created: "1970-01-01T00:00:00Z",
    architecture: "amd64",
    os: "linux",
    config: {
      User: "1000",
      ExposedPorts: { "8000/tcp": {} },
      Env: ["PATH=/usr/local/bin:/usr/bin", "NODE_ENV=production", "ORT_DISABLE_TELEMETRY=1"],
      Entrypoint: ["/usr/local/bin/node", "/app/main.mjs"],
      WorkingDir: "/app",
      StopSignal: "SIGTERM",
      Healthcheck: { Test: ["CMD", "/usr/local/bin/node", "/app/health.mjs"] },
      Labels: {
        "org.opencontainers.image.title": "Example",
        "org.opencontainers.image.description": "An example.",
        "org.opencontainers.image.version": "1.0.0",
        "org.opencontainers.image.licenses": "Apache-2.0",
      },
    },
  });
  expect(config.config).not.toHaveProperty("Cmd");
  expect(config.rootfs.diff_ids).toHaveLength(4);
  expect(config.history).toHaveLength(4);
});

test("a layer lists its folders and its files, owned by root", async () => {
  const { archive } = await build();
  const { tar, manifest } = await openImageArchive(archive);
  const code = manifest.layers[2];
  const names: string[] = [];
  await readTar(tar.stream(blobName(asDigest(code?.digest))).pipe(createGunzip()), ({ name }) => {
    names.push(name);
    return undefined;
  });
  expect(names).toEqual(["app/", "app/pages/", "app/pages/index.html", "app/server.mjs"]);
});

test("what is not an image archive, or holds an index, is refused", async () => {
  const folder = await temporary();
  const other = path.join(folder, "other.tar");
  await writeFile(other, "not a tar");
  await expect(openImageArchive(other)).rejects.toThrow(
    `${other} is not an OCI image archive: build it with \`npx nx run inference-api:image\`.`,
  );
  await expect(baseFromArchive(other, blobStore(folder), {})).rejects.toThrow(
    `${other} is not an image archive (no index.json and no manifest.json in it): write one with \`podman save --format oci-archive -o base.tar IMAGE\`, uncompressed.`,
  );
  await expect(baseFromArchive(path.join(folder, "none.tar"), blobStore(folder), {})).rejects.toThrow(
    `The base image archive ${path.join(folder, "none.tar")} cannot be read (ENOENT): correct the path.`,
  );
});

test("a damaged layer of a base archive is refused, and a damaged blob in the cache is fetched again", async () => {
  const folder = await temporary();
  const archive = await writeFakeBase(path.join(folder, "base.tar"));
  const cache = path.join(folder, "cache");
  const base = await baseFromArchive(archive, blobStore(cache), {});
  const [layer] = base.layers;
  await writeFile(layer?.file ?? "", "damaged");
  await baseFromArchive(archive, blobStore(cache), {});
  expect((await readFile(layer?.file ?? "")).byteLength).toBe(layer?.descriptor.size);

  const bytes = await readFile(archive);
  const at = bytes.indexOf(await readFile(layer?.file ?? ""));
  bytes[at + 100] = (bytes[at + 100] ?? 0) ^ 0xff;
  await writeFile(archive, bytes);
  await mkdir(path.join(folder, "empty"));
  await expect(baseFromArchive(archive, blobStore(path.join(folder, "empty")), {})).rejects.toThrow(
    /^blobs\/sha256\/[0-9a-f]{64} in .*base\.tar should have the digest sha256:[0-9a-f]{64}, but its \d+ bytes have sha256:[0-9a-f]{64}: it is damaged or was changed; fetch or write it again\.$/,
  );
});

test.each([
  ["a base that was named", "127.0.0.1:9/node:24", undefined],
  ["the default base", undefined, "127.0.0.1:9/node:24"],
  ["the default base, with an empty setting", "", "127.0.0.1:9/node:24"],
  ["a base that is called none", "none", undefined],
  ["a base that is called NONE", "NONE", undefined],
])("%s must be there, or the sentence says what to set", async (_what, setting, defaultBase) => {
  const folder = await temporary();
  const onlyOnce = { attempts: 1, firstDelayMs: 0, longestDelayMs: 0 };
  await expect(findBase(setting, { retries: onlyOnce }, folder, defaultBase)).rejects.toThrow(
    setting?.toLowerCase() === "none"
      ? `No image was built. MODELPORT_BASE_IMAGE is "${setting}", and an image needs a base. Set MODELPORT_BASE_IMAGE to `
      : "No image was built. The base image 127.0.0.1:9/node:24 cannot be fetched: The registry 127.0.0.1:9 cannot be reached " +
          "or broke off (bad port). Set MODELPORT_BASE_IMAGE to an image that can be fetched here, or to an archive of one " +
          "(podman save -o base.tar node:24-slim), and run this again.",
  );
});

test("a base is a reference or an archive", async () => {
  const folder = await temporary();
  await expect(findBase("Not A Reference", {}, folder)).rejects.toThrow(
    '"Not A Reference" is not an image reference: write [registry/]name[:tag] or [registry/]name@sha256:<64 hex digits>, in lower case; or the path of an image archive that ends in .tar.',
  );
  await cp(await writeFakeBase(path.join(folder, "a.tar")), path.join(folder, "b.tar"));
  expect(await findBase(path.join(folder, "b.tar"), {}, folder)).toMatchObject({ source: path.join(folder, "b.tar") });
});
