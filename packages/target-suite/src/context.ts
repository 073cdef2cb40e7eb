// What the program hands to a target's deploy, with artefacts that nobody built.
import { createHash } from "node:crypto";
import type { ArtifactKind, DeployableArtifact, DeployContext } from "@modelport/target-kit";
import type { AskedArtifact } from "./check.ts";

const files: Readonly<Record<ArtifactKind, string>> = {
  "server-bundle": "server",
  "lambda-zip": "lambda.zip",
  "oci-image": "image.tar",
};

/** A context for `stack`; each artefact that is asked for is put into `asked`. */
export function contextOf<S>(stack: string, settings: S, asked: AskedArtifact[]): DeployContext<S> {
  const environment = /^[a-z0-9]+-(.+)$/.exec(stack)?.[1];
  return {
    stack,
    name: stack,
    ...(environment === undefined ? {} : { environment }),
    settings,
    model: { name: "example", version: "1.0.0", onnxSha256: sha256("onnx"), example: { amount: 1 } },
    artifact: (kind, platform = "linux-x64") => {
      const artifact = artifactOf(kind, platform);
      asked.push({ kind, platform, digest: artifact.digest });
      return artifact;
    },
  };
}

function artifactOf(kind: ArtifactKind, platform: string): DeployableArtifact {
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
