import { DeploymentRefused } from "@modelport/target-kit";
import * as pulumi from "@pulumi/pulumi";

/** Where everything is. */
export interface Place {
  readonly project: string;
  readonly region: string;
}

/** The course's region. */
const DEFAULT_REGION = "us-central1";
/** Where Pulumi's provider looks too, in its order. */
const PROJECT_VARIABLES = [
  "GOOGLE_PROJECT",
  "GOOGLE_CLOUD_PROJECT",
  "GCLOUD_PROJECT",
  "CLOUDSDK_CORE_PROJECT",
] as const;
const REGION_VARIABLES = ["GOOGLE_REGION", "GCLOUD_REGION", "CLOUDSDK_COMPUTE_REGION"] as const;

/** The project and the region of the stack's file, else of the environment; refuses with a sentence where no project is named. */
export function placeOf(env: NodeJS.ProcessEnv = process.env): Place {
  const config = new pulumi.Config("gcp");
  const fromEnv = (names: readonly string[]) => names.map((name) => env[name]).find(Boolean);
  const project = config.get("project") ?? fromEnv(PROJECT_VARIABLES);
  if (!project) {
    throw new DeploymentRefused(
      'No Google Cloud project is named: set one with "pulumi config set gcp:project <project id>", or in GOOGLE_CLOUD_PROJECT.',
    );
  }
  return { project, region: config.get("region") ?? fromEnv(REGION_VARIABLES) ?? DEFAULT_REGION };
}
