// What the function runs, as inputs of its resource.
import path from "node:path";
import type { DeployableArtifact } from "@modelport/target-kit";
import { lambda } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaSettings } from "../settings.ts";
import { ImageRepository } from "./image-repository.ts";

interface CodeArgs {
  readonly artifact: DeployableArtifact;
  readonly settings: LambdaSettings;
  readonly tags: Readonly<Record<string, string>>;
}

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

const handlerOf = ({ streaming }: LambdaSettings) => (streaming ? "index.stream" : "index.handler");

/** The zip, by its path relative to the program's folder, so that two clones of the repository declare the same. */
function zip(_name: string, { artifact, settings }: CodeArgs) {
  const file = path.relative(process.cwd(), path.resolve(repositoryRoot, artifact.path));
  return {
    packageType: "Zip",
    runtime: lambda.Runtime.NodeJS24dX,
    handler: handlerOf(settings),
    code: new pulumi.asset.FileArchive(file),
    sourceCodeHash: base64Digest(artifact.digest),
  };
}

/** The image by its digest, once it is in a repository that belongs to the stack. */
function image(name: string, { artifact, settings, tags }: CodeArgs, parent: pulumi.Resource) {
  const { reference } = new ImageRepository(`${name}-images`, { artifact, tags }, { parent });
  return { packageType: "Image", imageUri: reference, imageConfig: { commands: [handlerOf(settings)] } };
}

/** Lambda's form of a digest: base64 instead of hex. */
function base64Digest(digest: DeployableArtifact["digest"]): string {
  return Buffer.from(digest.slice("sha256:".length), "hex").toString("base64");
}

export const CODE = { zip, image } as const;
