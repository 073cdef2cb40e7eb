import { createHash } from "node:crypto";
import { PackagingError } from "./errors.ts";

declare const checked: unique symbol;

/** `sha256:` and 64 hex digits. Only created by the functions here, so it is safe as the name of a file or a route. */
export type Digest = `sha256:${string}` & { readonly [checked]: true };

/** The format of a digest, for messages. */
export const DIGEST_IN_WORDS = "sha256: and 64 hex digits in lower case";

export function isDigest(value: unknown): value is Digest {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
}

/** `value` as a digest; throws one sentence, which begins with `what`, for anything else. */
export function asDigest(value: unknown, what = "A digest"): Digest {
  if (isDigest(value)) return value;
  throw new PackagingError(`${what} is ${JSON.stringify(value) ?? "missing"}, but must be ${DIGEST_IN_WORDS}.`);
}

export function digestOf(bytes: Uint8Array | string): Digest {
  return asDigest(`sha256:${sha256Hex(bytes)}`);
}

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
