// The archive that Google builds the function from.
import path from "node:path";
import type { Place } from "@modelport/google";
import type { DeployableArtifact } from "@modelport/target-kit";
import { storage } from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

interface SourceArgs {
  readonly artifact: DeployableArtifact;
  readonly place: Place;
  readonly bucket: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How long what a later deployment has replaced is kept. */
  readonly keepDays: number;
}

/** A private bucket, and the archive in it under its digest, so that other bytes are another object. */
export function uploadedSource(
  name: string,
  { artifact, place, bucket: bucketName, labels, keepDays }: SourceArgs,
  options: pulumi.CustomResourceOptions,
): storage.BucketObject {
  const bucket = new storage.Bucket(
    `${name}-bucket`,
    {
      project: place.project,
      location: place.region.toUpperCase(),
      name: bucketName,
      labels,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: true,
      // Pulumi deletes the previous archive, which makes it noncurrent; the current one never expires.
      versioning: { enabled: true },
      lifecycleRules: [
        { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: keepDays, withState: "ARCHIVED" } },
      ],
      // Otherwise Google keeps, and bills, what the rule has deleted for another week.
      softDeletePolicy: { retentionDurationSeconds: 0 },
    },
    options,
  );
  // Relative to the program's folder, so that two clones of the repository declare the same.
  const file = path.relative(process.cwd(), path.resolve(repositoryRoot, artifact.path));
  const { parent } = options;
  return new storage.BucketObject(
    `${name}-source`,
    {
      bucket: bucket.name,
      name: `${artifact.digest.slice("sha256:".length)}.zip`,
      contentType: "application/zip",
      source: new pulumi.asset.FileAsset(file),
    },
    { ...(parent && { parent }) },
  );
}
