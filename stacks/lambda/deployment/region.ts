import { types } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { configCommand, DeploymentRefused, nearestKey } from "@modelport/target-kit";

/** The course's region. */
const EXAMPLE = "us-east-1";

/** The stack's `aws:region`; refuses with a sentence where there is none, or none of that name. */
export function regionOf(stack: string): string {
  const config = new pulumi.Config("aws");
  const region = config.get("region");
  if (region === undefined) {
    throw new DeploymentRefused(
      `aws:region is missing: it takes a region of AWS; set it with ${configCommand({ key: "aws:region", value: EXAMPLE }, stack)}.`,
    );
  }
  const known: readonly string[] = Object.values(types.enums.Region);
  if (known.includes(region) || config.getBoolean("skipRegionValidation") === true) return region;
  const value = nearestKey(region.trim().toLowerCase(), known) ?? EXAMPLE;
  throw new DeploymentRefused(
    `aws:region is "${region}", but AWS has no region of that name: set it with ` +
      `${configCommand({ key: "aws:region", value }, stack)}, or, where it is newer than this project's provider, ` +
      `take it as it is with ${configCommand({ key: "aws:skipRegionValidation", value: true }, stack)}.`,
  );
}
