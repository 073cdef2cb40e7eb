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
  /** Default: what `docker login` or `podman login` stored; asked only where the registry asks. */
  readonly credentials?: CredentialSource;
  readonly retries?: RetryPolicy;
  /** Takes a line for each retry, and for what was looked for in vain. */
  readonly log?: (line: string) => void;
}

/** Whether the repository has an image of that digest; a repository that is not there has none. */
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
