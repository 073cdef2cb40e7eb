import { configCommand, DeploymentRefused, nearestKey } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";
import { REGIONS } from "./regions.ts";

/** Where everything is. */
export interface Place {
  readonly project: string;
  readonly region: string;
}

/** The course's region. */
const DEFAULT_REGION = "us-central1";
/** The variables that Pulumi's provider reads, in its order. */
const PROJECT_VARIABLES = [
  "GOOGLE_PROJECT",
  "GOOGLE_CLOUD_PROJECT",
  "GCLOUD_PROJECT",
  "CLOUDSDK_CORE_PROJECT",
] as const;
const REGION_VARIABLES = ["GOOGLE_REGION", "GCLOUD_REGION", "CLOUDSDK_COMPUTE_REGION"] as const;

/**
 * The project and the region of the stack's settings, otherwise of the environment.
 * @throws {DeploymentRefused} if the project is missing or the region unknown
 */
export function placeOf(stack: string, env: NodeJS.ProcessEnv = process.env): Place {
  const config = new pulumi.Config("gcp");
  const project = config.get("project") ?? fromEnvironment(PROJECT_VARIABLES, env)?.value;
  if (!project) {
    throw new DeploymentRefused(
      "No Google Cloud project is named: set yours with " +
        `${configCommand({ key: "gcp:project", value: "<project id>" }, stack)}, or in GOOGLE_CLOUD_PROJECT.`,
    );
  }
  const named = config.get("region");
  const given = named === undefined ? fromEnvironment(REGION_VARIABLES, env) : { name: "gcp:region", value: named };
  if (given !== undefined && !REGIONS.includes(given.value)) throw unknownRegion(stack, given);
  return { project, region: given?.value ?? DEFAULT_REGION };
}

interface Given {
  readonly name: string;
  readonly value: string;
}

function fromEnvironment(names: readonly string[], env: NodeJS.ProcessEnv): Given | undefined {
  return names.map((name) => ({ name, value: env[name] ?? "" })).find(({ value }) => value !== "");
}

function unknownRegion(stack: string, { name, value: given }: Given): DeploymentRefused {
  const value = nearestKey(given.trim().toLowerCase(), REGIONS) ?? DEFAULT_REGION;
  return new DeploymentRefused(
    `${name} is "${given}", but Google Cloud has no region of that name: set it with ` +
      `${configCommand({ key: "gcp:region", value }, stack)}, or, if Google has opened it since, add it to ` +
      "packages/google/src/regions.ts.",
  );
}
