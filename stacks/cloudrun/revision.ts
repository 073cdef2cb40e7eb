import { createHash } from "node:crypto";
import type { Names } from "./names.ts";

const DIGEST_DIGITS = 8;
const HASH_DIGITS = 8;

/**
 * `<service>-<digest>-<hash>`, at most 63 characters: the image's digest, and a hash of all that a revision is made of. Of the
 * digest alone a change of a setting would give the same name, which Google refuses (409 "already exists",
 * terraform-provider-google 14569); of nothing at all the name would say nothing, and a preview could not show it.
 */
export function revisionName({ service }: Names, digest: string, madeOf: unknown): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([digest, madeOf]))
    .digest("hex");
  return `${service}-${digest.replace("sha256:", "").slice(0, DIGEST_DIGITS)}-${hash.slice(0, HASH_DIGITS)}`;
}
