import type { Digest } from "../../digest.ts";
import { INDEX_TYPES, MANIFEST_TYPES } from "../media-types.ts";
import type { CredentialSource } from "./authorization.ts";
import { parseReference } from "./reference.ts";
import { registryClient } from "./registry-client.ts";
import type { RetryPolicy } from "./retry.ts";
import { storedCredentials } from "./stored-credentials.ts";

export interface ImageInRegistry {
  /** `registry/name`, without tag and digest. */
  readonly repository: string;
  readonly digest: Digest;
  /** Default: what `docker login` or `podman login` stored; only used if the registry requires a login. */
  readonly credentials?: CredentialSource;
  readonly retries?: RetryPolicy;
  /** Gets a line for each retry, and for each place that had no credentials. */
  readonly log?: (line: string) => void;
}

/** Whether the repository has an image with that digest; false if there is no such repository. */
export async function hasImage({ repository, digest, credentials, retries, log }: ImageInRegistry): Promise<boolean> {
  const client = registryClient(parseReference(repository), "pull", {
    credentials: credentials ?? storedCredentials,
    log,
    ...(retries && { retries }),
  });
  const { status } = await client.send({
    method: "HEAD",
    route: `manifests/${digest}`,
    headers: { accept: [...MANIFEST_TYPES, ...INDEX_TYPES].join(", ") },
    expect: [200, 404],
  });
  return status === 200;
}
