// What a revision and its container are configured with, as plain data: all but the image's address and the account.
import { appEnvironment, type DeployableArtifact } from "@modelport/target-kit";
import { variables } from "../environment.ts";
import { networkInterface, type Place } from "@modelport/google";
import type { CloudRunSettings } from "../settings.ts";
import { LIVENESS_PERIOD_SECONDS } from "../usage.ts";

/** Where the container listens: Cloud Run sets PORT to it. */
const CONTAINER_PORT = 8000;

const EGRESS = { "private-ranges-only": "PRIVATE_RANGES_ONLY", "all-traffic": "ALL_TRAFFIC" } as const;
const SANDBOX = { gen1: "EXECUTION_ENVIRONMENT_GEN1", gen2: "EXECUTION_ENVIRONMENT_GEN2" } as const;

/** The template of a revision that runs the image `digest`. Google names the revision. */
export function revisionTemplate(settings: CloudRunSettings, digest: DeployableArtifact["digest"], { region }: Place) {
  return {
    scaling: { minInstanceCount: settings.minInstances, maxInstanceCount: settings.maxInstances },
    maxInstanceRequestConcurrency: settings.concurrency,
    timeout: `${settings.timeoutSeconds}s`,
    executionEnvironment: SANDBOX[settings.executionEnvironment],
    ...vpcAccess(settings, region),
    container: {
      name: "api",
      ports: { name: "http1", containerPort: CONTAINER_PORT },
      resources: {
        limits: { cpu: cpuLimit(settings.vcpus), memory: `${settings.memoryMiB}Mi` },
        cpuIdle: !settings.cpuAlways,
        startupCpuBoost: settings.startupCpuBoost,
      },
      envs: environment(settings, digest),
      startupProbe: {
        httpGet: { path: "/ready", port: CONTAINER_PORT },
        periodSeconds: 1,
        timeoutSeconds: 1,
        failureThreshold: settings.startupSeconds,
      },
      livenessProbe: {
        httpGet: { path: "/health", port: CONTAINER_PORT },
        periodSeconds: LIVENESS_PERIOD_SECONDS,
        timeoutSeconds: 5,
        failureThreshold: 3,
      },
    },
  };
}

/** A quantity in the notation of Kubernetes: whole processors, or thousandths. */
function cpuLimit(vcpus: number): string {
  return vcpus < 1 ? `${Math.round(vcpus * 1000)}m` : String(vcpus);
}

/** Sorted, because a changed order would be a changed template. */
function environment(settings: CloudRunSettings, digest: DeployableArtifact["digest"]) {
  return Object.entries(appEnvironment(variables, settings, { digest }))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

function vpcAccess(settings: CloudRunSettings, region: string) {
  const place = networkInterface(settings, region);
  return place === undefined ? {} : { vpcAccess: { egress: EGRESS[settings.vpcEgress], networkInterfaces: [place] } };
}
