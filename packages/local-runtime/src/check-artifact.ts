import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { digestOfFolder } from "@modelport/packaging";
import { LocalRuntimeError } from "./errors.ts";
import type { ServiceSpec } from "./service-types.ts";

const BUILD = "`npx nx run inference-api:package`";

/** Refuses an artifact that does not exist, or whose digest is not the expected one. */
export async function checkArtifact({ artifact }: ServiceSpec): Promise<void> {
  const isFolder = artifact.kind === "server-bundle";
  if (!path.isAbsolute(artifact.path)) throw new TypeError(`the artifact's path must be absolute: ${artifact.path}`);
  const status = await stat(artifact.path).catch(() => undefined);
  if (status === undefined || status.isDirectory() !== isFolder) {
    throw new LocalRuntimeError(`There is no ${artifact.kind} at ${artifact.path}: build it with ${BUILD}.`);
  }
  const found = isFolder
    ? await digestOfFolder(artifact.path)
    : `sha256:${createHash("sha256")
        .update(await readFile(artifact.path))
        .digest("hex")}`;
  if (found !== artifact.digest) {
    throw new LocalRuntimeError(
      `The ${artifact.kind} at ${artifact.path} has digest ${found}, but ${artifact.digest} was expected: it was rebuilt or changed since; build it with ${BUILD} and try again.`,
    );
  }
}
