import type { Digest } from "../../digest.ts";
import type { TarFile } from "../tar-file.ts";
import { RegistryError } from "./errors.ts";
import type { RegistryClient } from "./registry-client.ts";
import { addressFrom, plain } from "./remote-address.ts";

export interface BlobToUpload {
  readonly archive: TarFile;
  /** The archive's member. */
  readonly member: string;
  readonly digest: Digest;
  readonly size: number;
}

export type UploadOutcome = "present" | "uploaded";

/**
 * Makes sure that the repository has the blob, and uploads it in one piece if not. Google's Artifact Registry accepts no
 * chunked uploads (https://docs.cloud.google.com/artifact-registry/docs/reference/docker-api), so an upload that fails
 * starts again from the beginning.
 */
export async function uploadBlob(client: RegistryClient, blob: BlobToUpload): Promise<UploadOutcome> {
  const { status } = await client.send({ method: "HEAD", route: `blobs/${blob.digest}`, expect: [200, 404] });
  if (status === 200) return "present";
  const bytes = await blob.archive.read(blob.member);
  return client.retry<UploadOutcome>(async () => {
    const begun = await client.sendOnce({ method: "POST", route: "blobs/uploads/", expect: [202] });
    const route = locationOf(client, begun);
    route.searchParams.set("digest", blob.digest);
    const headers = { "content-type": "application/octet-stream" };
    await client.sendOnce({ method: "PUT", route, headers, body: bytes, expect: [201] });
    return "uploaded";
  });
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
