import { getCallerIdentityOutput, getPartitionOutput, types } from "@pulumi/aws";
import { configCommand, DeploymentRefused, nearestKey } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";

/** Where everything is. */
export interface Place {
  readonly region: string;
  /** The account whose credentials deploy. */
  readonly accountId: pulumi.Input<string>;
  /** That account's partition, with which ARNs begin: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: pulumi.Input<string>;
}

/** The course's region. */
const DEFAULT_REGION = "us-east-1";

/**
 * The region of the stack's settings, and the account of its credentials, which is known once AWS answers.
 * @throws {DeploymentRefused} if the region is missing or unknown
 */
export function placeOf(stack: string): Place {
  const region = regionOf(stack);
  return {
    region,
    accountId: getCallerIdentityOutput().accountId,
    partition: getPartitionOutput().partition,
  };
}

function regionOf(stack: string): string {
  const config = new pulumi.Config("aws");
  const region = config.get("region");
  if (region === undefined) {
    throw new DeploymentRefused(
      `aws:region is missing: it takes an AWS region; set it with ${configCommand({ key: "aws:region", value: DEFAULT_REGION }, stack)}.`,
    );
  }
  const known: readonly string[] = Object.values(types.enums.Region);
  if (known.includes(region) || config.getBoolean("skipRegionValidation") === true) return region;
  const value = nearestKey(region.trim().toLowerCase(), known) ?? DEFAULT_REGION;
  throw new DeploymentRefused(
    `aws:region is "${region}", but AWS has no region of that name: set it with ` +
      `${configCommand({ key: "aws:region", value }, stack)}, or, if it is newer than this project's provider, ` +
      `accept it as it is with ${configCommand({ key: "aws:skipRegionValidation", value: true }, stack)}.`,
  );
}
