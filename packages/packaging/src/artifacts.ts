import { readFileSync } from "node:fs";
import path from "node:path";
import { PackagingError } from "./errors.ts";
import type { Digest } from "./digest.ts";
import type { Platform } from "./platform.ts";

export type ArtifactKind = "server-bundle" | "lambda-zip" | "oci-image";

/** One thing that was built, and what identifies its bytes. */
export interface Artifact {
  readonly kind: ArtifactKind;
  readonly platform: Platform;
  /** Relative to artifacts.json. */
  readonly path: string;
  /** Of the file; for a folder, of its sorted list of path, mode and sha256; for an image, of its manifest. */
  readonly digest: Digest;
  /** Of the file (a folder: of all its files). */
  readonly bytes: number;
  readonly unpackedBytes: number;
  /** Of an oci-image only. */
  readonly image?: ImageDetails;
}

/** What is in an image, from its first layer to its last. */
export interface ImageDetails {
  readonly configDigest: Digest;
  readonly layers: readonly { readonly name: string; readonly digest: Digest; readonly bytes: number }[];
}

/** The content of artifacts.json. */
export interface ArtifactReport {
  readonly model: {
    readonly name: string;
    readonly version: string;
    readonly onnxSha256: string;
    /** An instance that the model takes, by feature, from its manifest. */
    readonly example: Readonly<Record<string, unknown>>;
  };
  readonly artifacts: readonly Artifact[];
}

export const REPORT_FILE = "artifacts.json";

const BUILD = "build the artifacts with `npx nx run inference-api:package`";

/** What was packaged into a folder; one sentence with the command that builds it if nothing was. */
export function readArtifacts(outDir: string, remedy = BUILD): ArtifactReport {
  const file = path.join(outDir, REPORT_FILE);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new PackagingError(`There is no ${file}: ${remedy}.`);
  }
  try {
    return JSON.parse(text) as ArtifactReport;
  } catch {
    throw new PackagingError(`${file} is not JSON: ${remedy}.`);
  }
}
