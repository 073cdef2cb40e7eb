// Checks AWS signature version 4, written from AWS' description for verifiers and not from a signer.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
import { createHash, createHmac } from "node:crypto";
import type { FrontRequest } from "./front.testing.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

export interface Signed {
  readonly accessKeyId: string;
  /** Date, region, service and the word aws4_request. */
  readonly scope: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** The parts of an Authorization header; undefined if it is not a signature of version 4. */
export function readSignature(authorization = ""): Signed | undefined {
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  const [, accessKeyId, scope, names, signature] = parts ?? [];
  if (!accessKeyId || !scope || !names || !signature) return undefined;
  return { accessKeyId, scope, signedHeaders: names.split(";"), signature };
}

/** The signature that `request` must carry. */
export function expectedSignature(
  { method, path, headers, body }: FrontRequest,
  { scope, signedHeaders }: Pick<Signed, "scope" | "signedHeaders">,
  secretAccessKey: string,
): string {
  const [pathname = "/", query = ""] = path.split("?");
  const parameters = query === "" ? [] : query.split("&").map((pair) => (pair.includes("=") ? pair : `${pair}=`));
  const canonical = [
    method,
    pathname,
    parameters.toSorted().join("&"),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? "").trim().replaceAll(/ +/g, " ")}`),
    "",
    signedHeaders.join(";"),
    sha256(body),
  ].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"] ?? "", scope, sha256(canonical)].join("\n");
  const key = scope.split("/").reduce<string | Buffer>((part, word) => hmac(part, word), `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString("hex");
}
