import { digestOf, type Digest } from "../../digest.ts";
import { PackagingError } from "../../errors.ts";
import { blobName } from "../base-archive.ts";
import { openImageArchive, type ImageArchive } from "../image-archive.ts";
import { INDEX_TYPES, MANIFEST_TYPES, OCI_MANIFEST } from "../media-types.ts";
import type { Credentials, CredentialSource } from "./authorization.ts";
import { RegistryError } from "./errors.ts";
import { parseReference } from "./reference.ts";
import { registryClient, type RegistryClient } from "./registry-client.ts";
import type { RetryPolicy } from "./retry.ts";
import { storedCredentials } from "./stored-credentials.ts";
import { uploadBlob, type UploadOutcome } from "./upload-blob.ts";

export interface PushOptions {
  /** The path of the image archive. */
  readonly archive: string;
  /** `registry/name`, without tag and digest. */
  readonly repository: string;
  /** An additional tag for people; default: none. */
  readonly tag?: string;
  /** The expected digest of the image; default: any. */
  readonly digest?: string;
  /**
   * Default: what `docker login` or `podman login` stored. A function is only called if the registry requires a login.
   */
  readonly credentials?: Credentials | CredentialSource;
  readonly retries?: RetryPolicy;
  /** Gets a line for each blob that was sent, for each retry, and for each place that had no credentials. */
  readonly log?: (line: string) => void;
}

export interface PushedImage {
  /** `repository@sha256:…`, for a deployment. */
  readonly reference: string;
  readonly digest: Digest;
  readonly blobs: Readonly<Record<UploadOutcome, number>>;
}

/** Pushes an image by its digest; what the registry already has is not sent again. */
export async function pushImage(options: PushOptions): Promise<PushedImage> {
  const reference = parseReference(options.repository);
  if (reference.digest !== undefined || options.repository.slice(options.repository.lastIndexOf("/")).includes(":")) {
    throw new PackagingError(
      `"${options.repository}" names a tag or a digest: give the repository alone; the digest is the image's own.`,
    );
  }
  const archive = await openImageArchive(options.archive);
  if (options.digest !== undefined && options.digest !== archive.digest) {
    throw new PackagingError(
      `${options.archive} holds the image ${archive.digest}, but the deployment expects ${options.digest}: run it again, so that both are read again.`,
    );
  }
  const { credentials = storedCredentials } = options;
  const client = registryClient(reference, "pull,push", {
    credentials: typeof credentials === "function" ? credentials : () => Promise.resolve(credentials),
    log: options.log,
    ...(options.retries && { retries: options.retries }),
  });
  const blobs = { present: 0, uploaded: 0 };
  for (const { digest, size } of [...archive.manifest.layers, archive.manifest.config]) {
    const outcome = await uploadBlob(client, { archive: archive.tar, member: blobName(digest), digest, size });
    blobs[outcome] += 1;
    if (outcome !== "present") options.log?.(`${digest.slice(0, 19)} ${(size / 2 ** 20).toFixed(1)} MiB ${outcome}`);
  }
  await putOnce(client, archive);
  if (options.tag !== undefined) await putManifest(client, archive, options.tag);
  await verify(client, archive.digest);
  return { reference: `${client.repository}@${archive.digest}`, digest: archive.digest, blobs };
}

/**
 * Pushes the manifest by its digest, unless it is there: ECR refuses a push that changes nothing (PutImage,
 * ImageAlreadyExistsException), such as a rollback or a second attempt.
 */
async function putOnce(client: RegistryClient, archive: ImageArchive): Promise<void> {
  const isThere = async () => {
    const route = `manifests/${archive.digest}`;
    const headers = { accept: OCI_MANIFEST };
    return (await client.send({ method: "HEAD", route, headers, expect: [200, 404] })).status === 200;
  };
  if (await isThere()) return;
  await putManifest(client, archive, archive.digest).catch(async (error: unknown) => {
    // Maybe only the answer to an earlier attempt was lost.
    if (!(error instanceof RegistryError) || error.status !== 400 || !(await isThere())) throw error;
  });
}

async function putManifest(client: RegistryClient, archive: ImageArchive, name: string): Promise<void> {
  await client.send({
    method: "PUT",
    route: `manifests/${name}`,
    headers: { "content-type": OCI_MANIFEST },
    body: archive.manifestBytes,
    expect: [201],
  });
}

/** Reads back what was pushed: it must be a manifest with our digest, not an index, which AWS Lambda refuses. */
async function verify(client: RegistryClient, digest: Digest): Promise<void> {
  const response = await client.send({
    method: "GET",
    route: `manifests/${digest}`,
    headers: { accept: [...MANIFEST_TYPES, ...INDEX_TYPES].join(", ") },
    expect: [200],
  });
  const type = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
  const found = digestOf(Buffer.from(await response.arrayBuffer()));
  if (type !== OCI_MANIFEST || found !== digest) {
    throw new RegistryError(
      `${client.repository} answers ${found} of type ${type || "unknown"} for ${digest}, but must answer a plain ${OCI_MANIFEST}: push to a registry that keeps images as they are.`,
      200,
    );
  }
}
