import { readFileSync } from "node:fs";
import path from "node:path";
import { PackagingError } from "./errors.ts";
import type { Digest } from "./digest.ts";
import type { Platform } from "./platform.ts";

export type ArtifactKind = "server-bundle" | "lambda-zip" | "functions-source" | "oci-image";

/** One built artifact, and what identifies its bytes. */
export interface Artifact {
  readonly kind: ArtifactKind;
  readonly platform: Platform;
  /** Relative to artifacts.json. */
  readonly path: string;
  /**
   * The digest of the file; for a folder, of its sorted list of path, mode and sha256; for an image, of its manifest.
   */
  readonly digest: Digest;
  /** The size of the file, or of all files of a folder. */
  readonly bytes: number;
  readonly unpackedBytes: number;
  /** Only for an oci-image. */
  readonly image?: ImageDetails;
}

/** The content of an image, from its first layer to its last. */
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
    /** An instance that the model accepts, by feature, from its manifest. */
    readonly example: Readonly<Record<string, unknown>>;
  };
  readonly artifacts: readonly Artifact[];
}

export const REPORT_FILE = "artifacts.json";

const BUILD = "build the artifacts with `npx nx run inference-api:package`";

/** The artifacts in a folder. If there are none, throws one sentence with the command that builds them. */
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
