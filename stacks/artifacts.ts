// What packaging built, as the targets ask for it. Nothing is built here.
import { existsSync } from "node:fs";
import path from "node:path";
import { hostPlatform, PackagingError, readArtifacts, type ArtifactReport } from "@modelport/packaging/built";
import { DeploymentRefused, type ArtifactKind, type DeployableArtifact } from "@modelport/target-kit";

const repositoryRoot = path.resolve(import.meta.dirname, "..");
const packagedFolder = path.join(repositoryRoot, "apps", "inference-api", "dist");
const remedy = "build the artefacts with `npx nx run inference-api:package`";

export interface Artifacts {
  readonly model: ArtifactReport["model"];
  /** Throws a {@link DeploymentRefused} where there is none of that kind for that platform (by default this machine's). */
  readonly artifact: (kind: ArtifactKind, platform?: string) => DeployableArtifact;
}

/** The artefacts in `folder` (by default those of `inference-api:package`); refuses with a sentence where they are not. */
export function openArtifacts(folder = packagedFolder): Artifacts {
  const absolute = path.resolve(folder);
  const report = packaged(() => readArtifacts(absolute));
  const artifact = (kind: ArtifactKind, platform: string = packaged(hostPlatform)): DeployableArtifact => {
    const found = report.artifacts.find((built) => built.kind === kind && built.platform === platform);
    if (found === undefined) {
      const built = report.artifacts.map((each) => `${each.kind} for ${each.platform}`).join(", ");
      throw new DeploymentRefused(`${absolute} has no ${kind} for ${platform}, only ${built || "nothing"}: ${remedy}.`);
    }
    const file = path.join(absolute, found.path);
    if (!existsSync(file)) throw new DeploymentRefused(`The ${kind} ${file} is gone: ${remedy}.`);
    return { ...found, path: portablePath(file) };
  };
  return { model: report.model, artifact };
}

function portablePath(file: string): string {
  const relative = path.relative(repositoryRoot, file);
  return relative.startsWith("..") ? file : relative.split(path.sep).join("/");
}

function packaged<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof PackagingError ? new DeploymentRefused(error.message) : error;
  }
}
