// A container registry on the loopback address: what modelport's client uses of the OCI distribution specification 1.1
// (https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md), without authorization.
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isDigest, RepositoryStore } from "./repository-store.ts";

export interface RegistryOptions {
  /** The folder for images. */
  readonly folder: string;
  /** Whether a cloud has such a repository; pushes to others are refused. */
  readonly hasRepository: (repository: string) => boolean;
  /** Default: a free one. */
  readonly port?: number | undefined;
}

export interface Registry {
  readonly port: number;
  close(): Promise<void>;
}

export async function startRegistry(options: RegistryOptions): Promise<Registry> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: Error) => refuse(response, 500, "UNKNOWN", error.message));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One parsed request. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly store: RepositoryStore;
  readonly repository: string;
  /** The part after `blobs/`, `blobs/uploads/` or `manifests/`. */
  readonly reference: string;
  readonly query: URLSearchParams;
}

/** Lambda's API, which programs call without a provider: every list is empty, and there is nothing to delete. */
const LAMBDA_API = /^\/\d{4}-\d{2}-\d{2}\/functions\//;

const ROUTE = /^\/v2\/(?<repository>.+?)\/(?<kind>blobs\/uploads|blobs|manifests|tags)\/(?<reference>[^/]*)$/;

async function answer(options: RegistryOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://registry");
  if (url.pathname === "/v2/") return void response.writeHead(200).end();
  if (LAMBDA_API.test(url.pathname)) return void response.writeHead(200).end("{}");
  const { repository, kind, reference } = ROUTE.exec(url.pathname)?.groups ?? {};
  const handler = handlers[`${request.method} ${kind}`];
  if (repository === undefined || reference === undefined || handler === undefined) {
    return refuse(response, 404, "UNSUPPORTED", `${request.method} ${url.pathname} is nothing that a registry does`);
  }
  if (!options.hasRepository(repository)) {
    return refuse(response, 404, "NAME_UNKNOWN", `the cloud has no repository ${repository}`);
  }
  const store = new RepositoryStore(options.folder, repository);
  await handler({ request, response, store, repository, reference, query: url.searchParams });
}

const handlers: Readonly<Record<string, ((exchange: Exchange) => void | Promise<void>) | undefined>> = {
  "HEAD blobs": sendBlob,
  "GET blobs": sendBlob,
  "POST blobs/uploads": beginUpload,
  "PUT blobs/uploads": finishUpload,
  "HEAD manifests": sendManifest,
  "GET manifests": sendManifest,
  "PUT manifests": putManifest,
  "GET tags": sendTags,
};

function sendBlob({ request, response, store, reference }: Exchange): void {
  const bytes = isDigest(reference) ? store.blobBytes(reference) : undefined;
  if (bytes === undefined || !isDigest(reference)) {
    return refuse(response, 404, "BLOB_UNKNOWN", `there is no blob ${reference}`);
  }
  response.writeHead(200, {
    "content-length": bytes,
    "content-type": "application/octet-stream",
    "docker-content-digest": reference,
  });
  if (request.method === "HEAD") response.end();
  else createReadStream(store.blobFile(reference)).pipe(response);
}

function beginUpload({ response, store, repository }: Exchange): void {
  const id = randomUUID();
  store.beginUpload(id);
  response.writeHead(202, { location: `/v2/${repository}/blobs/uploads/${id}` }).end();
}

/** The whole blob in one request: chunked uploads, which Google's registry refuses too, do not exist here. */
async function finishUpload({ request, response, store, repository, reference, query }: Exchange): Promise<void> {
  const digest = query.get("digest") ?? "";
  const bytes = await bodyOf(request);
  if (!store.endUpload(reference)) {
    return refuse(response, 404, "BLOB_UPLOAD_UNKNOWN", `there is no upload ${reference}`);
  }
  if (!isDigest(digest) || !store.putBlob(digest, bytes)) {
    return refuse(response, 400, "DIGEST_INVALID", `what was uploaded is not ${digest}`);
  }
  const headers = { location: `/v2/${repository}/blobs/${digest}`, "docker-content-digest": digest };
  response.writeHead(201, headers).end();
}

function sendManifest({ request, response, store, reference }: Exchange): void {
  const manifest = store.manifest(reference);
  if (manifest === undefined) return refuse(response, 404, "MANIFEST_UNKNOWN", `there is no image ${reference}`);
  response.writeHead(200, {
    "content-length": manifest.bytes.length,
    "content-type": manifest.mediaType,
    "docker-content-digest": manifest.digest,
  });
  response.end(request.method === "HEAD" ? undefined : manifest.bytes);
}

async function putManifest({ request, response, store, repository, reference }: Exchange): Promise<void> {
  const bytes = await bodyOf(request);
  const missing = missingBlobs(store, bytes);
  if (missing === undefined) return refuse(response, 400, "MANIFEST_INVALID", "the manifest is not that of an image");
  if (missing.length > 0)
    return refuse(response, 400, "MANIFEST_BLOB_UNKNOWN", `there is no blob ${missing.join(", ")}`);
  const digest = store.putManifest(reference, request.headers["content-type"] ?? "", bytes);
  if (isDigest(reference) && digest !== reference) {
    return refuse(response, 400, "DIGEST_INVALID", `the manifest is ${digest}, not ${reference}`);
  }
  const headers = { location: `/v2/${repository}/manifests/${digest}`, "docker-content-digest": digest };
  response.writeHead(201, headers).end();
}

/** The blobs that a manifest names and the repository lacks; undefined if it is not the manifest of an image. */
function missingBlobs(store: RepositoryStore, bytes: Buffer): readonly string[] | undefined {
  try {
    const { config, layers } = JSON.parse(bytes.toString("utf8")) as Record<
      string,
      { digest: string } | { digest: string }[]
    >;
    const digests = [config, layers].flat().map((descriptor) => descriptor?.digest ?? "");
    return digests.filter((digest) => !isDigest(digest) || store.blobBytes(digest) === undefined);
  } catch {
    return undefined;
  }
}

function sendTags({ response, store, repository }: Exchange): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ name: repository, tags: store.tags() }));
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
