// A base image comes from others: nothing that its documents say may name a file or a route that they do not own.
import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { packTar, type TarEntry } from "modern-tar";
import { expect, onTestFinished, test, vi } from "vitest";
import { fakeBaseBlobs, writeFakeBase } from "../../fixtures/base-image.ts";
import { listen } from "../../fixtures/http-server.ts";
import { baseFromArchive } from "./base-archive.ts";
import { blobStore } from "./blob-store.ts";
import { pullBase } from "./registry/pull-base.ts";

type Place = "index" | "config" | "layer" | "diffId";
interface Documents {
  readonly index: { manifests: Record<string, unknown>[] };
  readonly manifest: { config: Record<string, unknown>; layers: Record<string, unknown>[] };
  readonly config: { rootfs: { diff_ids: unknown[] } };
}

const sha256 = (bytes: Uint8Array) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/** A base whose documents are changed by `edit`, each document before its digest is taken. */
async function editedBase(edit: (documents: Documents) => void) {
  const blobs = await fakeBaseBlobs();
  const config = JSON.parse(blobs.config.toString()) as Documents["config"];
  const manifest = JSON.parse(blobs.manifest.toString()) as Documents["manifest"];
  const index = { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [{}] };
  // Once for the edits inside the documents, and once more over the digests that these change.
  edit({ index, manifest, config });
  const configBytes = json(config);
  manifest.config = { ...manifest.config, digest: sha256(configBytes), size: configBytes.byteLength };
  edit({ index, manifest, config });
  const manifestBytes = json(manifest);
  index.manifests = [{ ...blobs.descriptor, digest: sha256(manifestBytes), size: manifestBytes.byteLength }];
  edit({ index, manifest, config });
  return { layer: blobs.layer, tar: blobs.tar, index: json(index), manifest: manifestBytes, config: configBytes };
}

const put = (place: Place, digest: unknown) => (documents: Documents) => {
  if (place === "index") Object.assign(documents.index.manifests[0] ?? {}, { digest });
  if (place === "config") documents.manifest.config["digest"] = digest;
  if (place === "layer") Object.assign(documents.manifest.layers[0] ?? {}, { digest });
  if (place === "diffId") documents.config.rootfs.diff_ids[0] = digest;
};

async function victimFolder() {
  const root = await mkdtemp(path.join(tmpdir(), "modelport-untrusted-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const cache = path.join(root, "a", "cache");
  await mkdir(cache, { recursive: true });
  const victim = path.join(root, "id_ed25519");
  await writeFile(victim, "the only key");
  vi.stubEnv("REGISTRY_AUTH_FILE", path.join(root, "none.json"));
  vi.stubEnv("HOME", root);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { root, cache, victim };
}

async function writeArchive(file: string, base: Awaited<ReturnType<typeof editedBase>>): Promise<string> {
  const blob = (bytes: Uint8Array): [string, Uint8Array] => [`blobs/${sha256(bytes).replace(":", "/")}`, bytes];
  const members: [string, Uint8Array][] = [
    ["index.json", base.index],
    ...[base.layer, base.manifest, base.config].map(blob),
    ["id_ed25519", Buffer.from("x")],
  ];
  const entries = members.map(([name, body]): TarEntry => ({
    header: { name, size: body.byteLength, type: "file" },
    body,
  }));
  await writeFile(file, await packTar(entries));
  return file;
}

/** It has every blob, and answers any other route with 200: nothing protects the client but the check of the digest. */
async function serve(base: Awaited<ReturnType<typeof editedBase>>) {
  const routes: string[] = [];
  const bodies = new Map([base.layer, base.manifest, base.config].map((bytes) => [sha256(bytes), bytes]));
  const address = await listen((request, response) => {
    routes.push(request.url ?? "");
    const last = (request.url ?? "").split("/").at(-1) ?? "";
    response.end(last === "24" ? base.index : (bodies.get(last) ?? Buffer.from("x")));
  });
  return { source: `${address}/team/base:24`, routes };
}

const EVIL: readonly unknown[] = [
  "sha256:/../../../id_ed25519",
  "sha256:/../../../../../../id_ed25519",
  "../../id_ed25519",
  "sha256:%2e%2e/%2e%2e/id_ed25519",
  "sha256:abc",
  `sha256:${"A".repeat(64)}`,
  `sha256:${"a".repeat(64)}\n`,
  `sha256:${"a".repeat(64)}/../../id_ed25519`,
  `sha512:${"a".repeat(128)}`,
  "",
  5,
  null,
  undefined,
  ["sha256:"],
];
const PLACES: readonly Place[] = ["index", "config", "layer", "diffId"];
const WHERE: Readonly<Record<Place, string>> = {
  index: "manifests.0.digest",
  config: "config.digest",
  layer: "layers.0.digest",
  diffId: "rootfs.diff_ids.0",
};

test.each(PLACES.flatMap((place) => EVIL.map((digest) => [place, digest] as const)))(
  "a digest in the place of the %s is refused as %j, and no file is touched",
  async (place, digest) => {
    const { root, cache, victim } = await victimFolder();
    const base = await editedBase(put(place, digest));
    const written = JSON.stringify(place === "diffId" && digest === undefined ? null : digest) ?? "missing";
    const sentence = `${WHERE[place]} is ${written}, but must be sha256: and 64 hex digits in lower case`;
    const archive = await writeArchive(path.join(root, "base.tar"), base);
    await expect(baseFromArchive(archive, blobStore(cache), {})).rejects.toThrow(sentence);
    const { source, routes } = await serve(base);
    const retries = { attempts: 1, firstDelayMs: 1, longestDelayMs: 1 };
    await expect(pullBase(source, blobStore(cache), { retries })).rejects.toThrow(sentence);
    expect(await readFile(victim, "utf8")).toBe("the only key");
    expect(routes.filter((route) => !/\/(24|sha256:[0-9a-f]{64})$/.test(route))).toEqual([]);
  },
);

test.each(EVIL)("the store has no path for %j", async (digest) => {
  const { cache, victim } = await victimFolder();
  const store = blobStore(cache);
  const shown = JSON.stringify(digest) ?? "missing";
  expect(() => store.pathOf(digest as never)).toThrow(
    `A digest is ${shown}, but must be sha256: and 64 hex digits in lower case.`,
  );
  await expect(store.has(digest as never)).rejects.toThrow(`A digest is ${shown}`);
  await access(victim);
});

test("a docker-archive's digests are read as strictly", async () => {
  const { root, cache, victim } = await victimFolder();
  const archive = await writeFakeBase(path.join(root, "base.tar"), {
    format: "docker-archive",
    diffIds: ["sha256:/../../../id_ed25519"],
  });
  await expect(baseFromArchive(archive, blobStore(cache), {})).rejects.toThrow(
    'rootfs.diff_ids.0 is "sha256:/../../../id_ed25519", but must be sha256: and 64 hex digits in lower case',
  );
  expect(await readFile(victim, "utf8")).toBe("the only key");
});

test.each([
  ["index.json", "not JSON", /^index\.json in .*base\.tar is not JSON: fetch or save the image again\.$/],
  [
    "index.json",
    "null",
    /^index\.json in .*base\.tar is not what the OCI image specification says: the whole document is null/,
  ],
  ["index.json", '{"manifests":{}}', /manifests is \{\}, but must be a list/],
])("a document that is none: %s with %s", async (name, content, sentence) => {
  const { root, cache } = await victimFolder();
  const file = path.join(root, "base.tar");
  const body = Buffer.from(content);
  await writeFile(file, await packTar([{ header: { name, size: body.byteLength, type: "file" }, body }]));
  await expect(baseFromArchive(file, blobStore(cache), {})).rejects.toThrow(sentence);
});
