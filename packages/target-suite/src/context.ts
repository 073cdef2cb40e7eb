// What the program hands to a target's deploy, with artifacts that nobody built.
import { createHash } from "node:crypto";
import type { ArtifactKind, DeployableArtifact, DeployContext } from "@modelport/target-kit";
import type { AskedArtifact } from "./check.ts";

const files: Readonly<Record<ArtifactKind, string>> = {
  "server-bundle": "server",
  "lambda-zip": "lambda.zip",
  "functions-source": "functions.zip",
  "oci-image": "image.tar",
};

/** What takes the place of the made-up model and artifacts. */
export interface ContextOptions {
  /** The model's name. */
  readonly model?: string;
  readonly artifact?: DeployContext<never>["artifact"];
}

/** A context for `stack`; each artifact that is asked for is put into `asked`. */
export function contextOf<S>(
  stack: string,
  settings: S,
  asked: AskedArtifact[],
  { model: name = "example", artifact: find = artifactOf }: ContextOptions = {},
): DeployContext<S> {
  const environment = /^[a-z0-9]+-(.+)$/.exec(stack)?.[1];
  return {
    stack,
    name: stack,
    ...(environment === undefined ? {} : { environment }),
    settings,
    model: { name, version: "1.0.0", onnxSha256: sha256("onnx"), example: { amount: 1 } },
    artifact: (kind, platform = "linux-x64") => {
      const artifact = find(kind, platform);
      asked.push({ kind, platform, digest: artifact.digest });
      return artifact;
    },
  };
}

function artifactOf(kind: ArtifactKind, platform = "linux-x64"): DeployableArtifact {
  return {
    kind,
    platform,
    digest: `sha256:${sha256(`${kind} ${platform}`)}`,
    bytes: 45_000_000,
    unpackedBytes: 90_000_000,
    path: `apps/inference-api/dist/${platform}/${files[kind]}`,
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
