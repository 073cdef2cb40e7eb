// What the function is configured with, as far as it follows from settings and artefact alone.
import { corsEnvironment, type DeployableArtifact } from "@modelport/target-kit";
import type { LambdaSettings } from "./settings.ts";

/** The artefact for a package and for a processor, in packaging's words. */
export const ARTIFACT_KIND = { zip: "lambda-zip", image: "oci-image" } as const;
export const ARTIFACT_PLATFORM = { x86_64: "linux-x64", arm64: "linux-arm64" } as const;

/**
 * The function's variables; the digest is what `GET /model` then reports. Of CORS the app hears behind a REST API alone:
 * the other doors answer browsers themselves, and would give each header twice.
 */
export function functionEnvironment(
  { logLevel, threshold, metrics, metricsNamespace, endpoint, corsOrigins, environment }: LambdaSettings,
  { digest }: Pick<DeployableArtifact, "digest">,
): Readonly<Record<string, string>> {
  return {
    ...environment,
    LOG_LEVEL: logLevel,
    METRICS: metrics ? "emf" : "none",
    METRICS_NAMESPACE: metricsNamespace,
    ...(threshold === undefined ? {} : { THRESHOLD: String(threshold) }),
    ...(endpoint === "rest-api" ? corsEnvironment(corsOrigins) : {}),
    MODELPORT_ARTIFACT_DIGEST: digest,
  };
}

/** Lambda's form of a digest: base64 instead of hex. */
export function base64Digest(digest: DeployableArtifact["digest"]): string {
  return Buffer.from(digest.slice("sha256:".length), "hex").toString("base64");
}
