import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { DeflateOptions } from "../../deflate.ts";
import { digestOf, isDigest, type Digest } from "../../digest.ts";
import { PackagingError } from "../../errors.ts";
import { chooseAmd64, pairLayers, type BaseImage, type BaseLayer } from "../base-image.ts";
import type { BlobStore } from "../blob-store.ts";
import { readConfig, readManifest } from "../documents.ts";
import {
  INDEX_TYPES,
  MANIFEST_TYPES,
  ociLayerType,
  type Descriptor,
  type ImageIndex,
  type ImageManifest,
} from "../media-types.ts";
import { RegistryError } from "./errors.ts";
import { parseReference } from "./reference.ts";
import { registryClient, type RegistryClient } from "./registry-client.ts";
import type { RetryPolicy } from "./retry.ts";
import { storedCredentials } from "./stored-credentials.ts";

// People wait for packaging, so this gives up sooner than a push.
const PULL_RETRIES: RetryPolicy = { attempts: 3, firstDelayMs: 300, longestDelayMs: 5_000 };

/** Fetches a base image, and checks every byte against its digest; cached blobs are not fetched again. */
export async function pullBase(
  source: string,
  store: BlobStore,
  options: DeflateOptions & { readonly retries?: RetryPolicy },
): Promise<BaseImage> {
  const reference = parseReference(source);
  const client = registryClient(reference, "pull", {
    credentials: storedCredentials,
    retries: options.retries ?? PULL_RETRIES,
    log: options.log,
  });
  const puller: Puller = { client, store, source };
  const manifest = await manifestFor(puller, reference.digest ?? reference.tag ?? "latest");
  const config = readConfig(await blob(puller, manifest.config), `The configuration of ${source}`);
  const layers: Omit<BaseLayer, "diffId">[] = [];
  for (const { mediaType, digest, size } of manifest.layers) {
    if (!(await store.has(digest))) {
      options.log?.(`fetching a layer of ${source} (${(size / 2 ** 20).toFixed(0)} MiB; kept for the next time)`);
      await fetchBlob(puller, digest);
    }
    layers.push({ descriptor: { mediaType: ociLayerType(mediaType), digest, size }, file: store.pathOf(digest) });
  }
  return { source, config, layers: pairLayers(source, config, layers) };
}

interface Puller {
  readonly client: RegistryClient;
  readonly store: BlobStore;
  readonly source: string;
}

async function manifestFor(puller: Puller, wanted: string): Promise<ImageManifest> {
  const document = await fetchManifest(puller, wanted);
  if (!("manifests" in document)) return document;
  return manifestFor(puller, chooseAmd64(document, puller.source).digest);
}

async function fetchManifest({ client, store, source }: Puller, wanted: string): Promise<ImageManifest | ImageIndex> {
  const digest = isDigest(wanted) ? wanted : undefined;
  if (digest && (await store.has(digest))) return storedManifest(store, digest, source);
  const response = await client
    .send({
      method: "GET",
      route: `manifests/${wanted}`,
      headers: { accept: [...MANIFEST_TYPES, ...INDEX_TYPES].join(", ") },
      expect: [200],
    })
    .catch((error: unknown) => {
      if (!(error instanceof RegistryError)) throw error;
      throw new RegistryError(`The base image ${source} cannot be fetched: ${error.message}`, error.status);
    });
  const bytes = Buffer.from(await response.arrayBuffer());
  const found = digestOf(bytes);
  await store.put(Readable.from([bytes]), digest, `The manifest of ${source}`);
  return storedManifest(store, found, source);
}

async function storedManifest(store: BlobStore, digest: Digest, source: string): Promise<ImageManifest | ImageIndex> {
  const document = readManifest(await readFile(store.pathOf(digest)), `The manifest of ${source}`);
  if (document.schemaVersion !== 2) {
    throw new PackagingError(
      `The manifest ${digest} has the schema version ${String(document.schemaVersion)}; 2 is known.`,
    );
  }
  return document;
}

async function blob(puller: Puller, { digest }: Descriptor): Promise<Buffer> {
  if (!(await puller.store.has(digest))) await fetchBlob(puller, digest);
  return readFile(puller.store.pathOf(digest));
}

async function fetchBlob({ client, store, source }: Puller, digest: Digest): Promise<void> {
  await client.retry(async () => {
    const response = await client.sendOnce({ method: "GET", route: `blobs/${digest}`, expect: [200] });
    // Not Readable.fromWeb: if the connection breaks before the store listens, its error would be unhandled.
    const body = (response.body ?? []) as ReadableStream<Uint8Array>;
    await store.put(body, digest, `${digest} of ${source}`).catch((error: Error) => {
      // A broken connection may work the next time; a wrong digest stays wrong.
      if (error instanceof PackagingError) throw error;
      throw new RegistryError(`${source} broke off while ${digest} was fetched (${error.message}).`);
    });
  });
}
