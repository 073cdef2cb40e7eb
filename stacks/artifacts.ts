// The packaged artifacts, for the targets. Nothing is built here.
import { existsSync } from "node:fs";
import path from "node:path";
import {
  changedInputs,
  hostPlatform,
  PackagingError,
  readArtifacts,
  type ArtifactReport,
} from "@modelport/packaging/built";
import { DeploymentRefused, type ArtifactKind, type DeployableArtifact } from "@modelport/target-kit";

const repositoryRoot = path.resolve(import.meta.dirname, "..");
const app = path.join(repositoryRoot, "apps", "inference-api");
const REMEDY = "build the artifacts with `npx nx run inference-api:package`";
const IMAGE_REMEDY =
  "build the image with `npx nx run inference-api:image`, on the base that MODELPORT_BASE_IMAGE names " +
  "(without it node:24 on Debian is fetched from docker.io)";

export interface Artifacts {
  readonly model: ArtifactReport["model"];
  /** @throws {DeploymentRefused} if there is none of that kind for that platform (by default this machine's) */
  readonly artifact: (kind: ArtifactKind, platform?: string) => DeployableArtifact;
  /** One sentence for each folder of used artifacts whose sources have changed since they were packaged. */
  readonly stale: () => readonly string[];
}

/** The output folders of packaging: the image has its own, so that packaging the others keeps it. */
export interface PackagedFolders {
  readonly others: string;
  readonly image: string;
}

const packagedFolders: PackagedFolders = { others: path.join(app, "dist"), image: path.join(app, "dist-image") };

/**
 * The artifacts in `folder`, or those of `inference-api:package` and `inference-api:image`.
 * @throws {DeploymentRefused} if they are missing, or hold different models
 */
export function openArtifacts(folder?: string, folders = packagedFolders, root = repositoryRoot): Artifacts {
  const taken = new Map<string, string>();
  const { others, image } = folder === undefined ? folders : { others: folder, image: folder };
  const { model } = reportIn(others, REMEDY);
  const artifact = (kind: ArtifactKind, platform: string = packaged(hostPlatform)): DeployableArtifact => {
    const isImage = kind === "oci-image";
    const home = path.resolve(isImage ? image : others);
    const remedy = isImage ? IMAGE_REMEDY : REMEDY;
    const report = reportIn(home, remedy);
    const found = report.artifacts.find((built) => built.kind === kind && built.platform === platform);
    if (found === undefined) {
      const built = report.artifacts.map((each) => `${each.kind} for ${each.platform}`).join(", ");
      throw new DeploymentRefused(`${home} has no ${kind} for ${platform}, only ${built || "nothing"}: ${remedy}.`);
    }
    const file = path.join(home, found.path);
    if (!existsSync(file)) throw new DeploymentRefused(`The ${kind} ${file} is gone: ${remedy}.`);
    if (report.model.onnxSha256 !== model.onnxSha256 || report.model.version !== model.version) {
      throw new DeploymentRefused(
        `The image in ${home} holds ${described(report.model)}, but the other artifacts hold ${described(model)}: ${remedy}.`,
      );
    }
    taken.set(home, remedy);
    return { ...found, path: portablePath(file) };
  };
  // A folder that the user named is used as it is.
  const stale = () => (folder === undefined ? [...taken].flatMap(([home, how]) => staleness(home, root, how)) : []);
  return { model, artifact, stale };
}

function staleness(home: string, root: string, remedy: string): readonly string[] {
  const [first, ...others] = changedInputs(home, root);
  if (first === undefined) return [];
  const what = others.length === 0 ? first : `${first} and ${others.length} more`;
  return [`${path.relative(root, home)} was packaged before ${what} changed, and is deployed as it is: ${remedy}.`];
}

function reportIn(folder: string, remedy: string): ArtifactReport {
  const absolute = path.resolve(folder);
  return packaged(() => readArtifacts(absolute, remedy));
}

function described({ name, version, onnxSha256 }: ArtifactReport["model"]): string {
  return `${name} ${version} (sha256:${onnxSha256.slice(0, 12)})`;
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
