// The app's environment variables in a pod, the same in every cluster.
import {
  appEnvironment,
  appVariables,
  type AppVariables,
  type DeployableArtifact,
  timeoutVariables,
  workersVariable,
} from "@modelport/target-kit";
import type { WorkloadSettings } from "./settings.ts";
import { workloadTimeouts } from "./timeouts.ts";

/** The variables that the workload sets. */
export const workloadVariables: AppVariables<WorkloadSettings> = {
  ...appVariables,
  ...timeoutVariables(workloadTimeouts),
  WORKERS: workersVariable("modelport:limitVcpus", ({ limitVcpus }) => limitVcpus),
};

/** What the ConfigMap holds. The digest is not in it: each Deployment has that of its own image. */
export function workloadEnvironment(
  settings: WorkloadSettings,
  artifact: Pick<DeployableArtifact, "digest">,
): Readonly<Record<string, string>> {
  const { MODELPORT_ARTIFACT_DIGEST: _, ...environment } = appEnvironment(workloadVariables, settings, artifact);
  return environment;
}
