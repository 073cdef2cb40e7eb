import type { Digest } from "../../digest.ts";
import type { TarFile } from "../tar-file.ts";
import { RegistryError } from "./errors.ts";
import type { RegistryClient } from "./registry-client.ts";
import { addressFrom, plain } from "./remote-address.ts";
import { isPassing } from "./retry.ts";

export interface BlobToUpload {
  readonly archive: TarFile;
  /** The archive's member. */
  readonly member: string;
  readonly digest: Digest;
  readonly size: number;
}

export interface UploadOptions {
  /** A blob of at most this size goes in one piece, a larger one in pieces of it. */
  readonly chunkBytes: number;
  /** A repository of the same registry from which the registry may take the blob itself. */
  readonly mountFrom?: string | undefined;
}

export type UploadOutcome = "present" | "mounted" | "uploaded";

/** Makes sure that the repository has the blob. */
export async function uploadBlob(
  client: RegistryClient,
  blob: BlobToUpload,
  options: UploadOptions,
): Promise<UploadOutcome> {
  const { status } = await client.send({ method: "HEAD", route: `blobs/${blob.digest}`, expect: [200, 404] });
  if (status === 200) return "present";
  if (blob.size > options.chunkBytes) return uploadInChunks(client, blob, options);
  const bytes = await blob.archive.read(blob.member);
  return client.retry(async () => {
    const begun = await begin(client, blob, options.mountFrom);
    if (begun === "mounted") return begun;
    await finish(client, begun, blob, bytes);
    return "uploaded";
  });
}

/** Where the next piece goes, and from which byte on. */
interface Upload {
  readonly location: URL;
  readonly offset: number;
}

async function uploadInChunks(
  client: RegistryClient,
  blob: BlobToUpload,
  { chunkBytes, mountFrom }: UploadOptions,
): Promise<UploadOutcome> {
  const begun = await client.retry(() => begin(client, blob, mountFrom));
  if (begun === "mounted") return begun;
  let upload: Upload = begun;
  while (upload.offset < blob.size) {
    const current = upload;
    upload = await client.retry(async (attempt) => {
      // After a failure only the registry knows how much it has.
      const from = attempt === 1 ? current : await whereItStands(client, current, blob);
      return from.offset >= blob.size ? from : sendChunk(client, from, blob, chunkBytes);
    });
  }
  const complete = upload;
  await client.retry(() => finish(client, complete, blob));
  return "uploaded";
}

async function begin(
  client: RegistryClient,
  { digest }: BlobToUpload,
  mountFrom: string | undefined,
): Promise<Upload | "mounted"> {
  const query = mountFrom === undefined ? "" : `?${new URLSearchParams({ mount: digest, from: mountFrom }).toString()}`;
  const response = await client.sendOnce({ method: "POST", route: `blobs/uploads/${query}`, expect: [201, 202] });
  return response.status === 201 ? "mounted" : { location: locationOf(client, response), offset: 0 };
}

async function sendChunk(
  client: RegistryClient,
  { location, offset }: Upload,
  { archive, member, size }: BlobToUpload,
  chunkBytes: number,
): Promise<Upload> {
  const body = await archive.read(member, offset, Math.min(chunkBytes, size - offset));
  const end = offset + body.byteLength;
  const response = await client.sendOnce({
    method: "PATCH",
    route: location,
    headers: { "content-type": "application/octet-stream", "content-range": `${offset}-${end - 1}` },
    body,
    expect: [202],
  });
  return { location: locationOf(client, response), offset: end };
}

/** Asks how far an upload got; one that the registry has forgotten, or does not let go on, begins anew. */
async function whereItStands(client: RegistryClient, { location }: Upload, blob: BlobToUpload): Promise<Upload> {
  const response = await client.sendOnce({ method: "GET", route: location, expect: [204, 202, 404, 416] });
  if (response.status === 404 || response.status === 416) {
    const begun = await begin(client, blob, undefined);
    if (begun !== "mounted") return begun;
    throw new RegistryError(`${client.repository} mounted ${blob.digest}, which was not asked for.`, 500);
  }
  const last = /-(\d+)$/.exec(response.headers.get("range") ?? "")?.[1];
  // Registries say 0-0 of no byte at all.
  const offset = last === undefined || last === "0" ? 0 : Number(last) + 1;
  return { location: response.headers.has("location") ? locationOf(client, response) : location, offset };
}

async function finish(
  client: RegistryClient,
  { location }: Upload,
  blob: BlobToUpload,
  bytes?: Uint8Array,
): Promise<void> {
  const route = new URL(location);
  route.searchParams.set("digest", blob.digest);
  try {
    await client.sendOnce({
      method: "PUT",
      route,
      headers: { "content-type": "application/octet-stream" },
      body: bytes ?? new Uint8Array(),
      expect: [201],
    });
  } catch (error) {
    // The answer may be all that was lost.
    if (bytes === undefined && (isPassing(error) || (error instanceof RegistryError && error.status === 404))) {
      const { status } = await client.sendOnce({ method: "HEAD", route: `blobs/${blob.digest}`, expect: [200, 404] });
      if (status === 200) return;
    }
    throw error;
  }
}

function locationOf({ registry }: RegistryClient, response: Response): URL {
  const location = response.headers.get("location");
  if (location === null) throw new RegistryError(`${response.url} began an upload without saying where (no Location).`);
  const url = addressFrom(response.url, location);
  if (url !== undefined) return url;
  throw new RegistryError(
    `${registry} names ${plain(location)} as the place of an upload, but that goes over https only: tell the people who run that registry.`,
    response.status,
  );
}
