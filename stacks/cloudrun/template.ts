// What a revision is made of, as plain data: everything but its name, its image's address and its account.
import { corsEnvironment, timeoutsEnvironment } from "@modelport/target-kit";
import { facts } from "./facts.ts";
import { CONTAINER_PORT, LIVENESS_PERIOD_SECONDS } from "./probes.ts";
import type { CloudRunSettings } from "./settings.ts";

const EGRESS = { "private-ranges-only": "PRIVATE_RANGES_ONLY", "all-traffic": "ALL_TRAFFIC" } as const;
const SANDBOX = { gen1: "EXECUTION_ENVIRONMENT_GEN1", gen2: "EXECUTION_ENVIRONMENT_GEN2" } as const;

export type RevisionTemplate = ReturnType<typeof revisionTemplate>;

/** The template of a revision with the image `digest`; the same settings give the same, member for member. */
export function revisionTemplate(settings: CloudRunSettings, digest: string) {
  return {
    scaling: { minInstanceCount: settings.minInstances, maxInstanceCount: settings.maxInstances },
    maxInstanceRequestConcurrency: settings.concurrency,
    timeout: `${settings.timeoutSeconds}s`,
    executionEnvironment: SANDBOX[settings.executionEnvironment],
    ...vpcAccess(settings),
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

/** A quantity as Kubernetes writes it: whole processors, or thousandths. */
function cpuLimit(vcpus: number): string {
  return vcpus < 1 ? `${Math.round(vcpus * 1000)}m` : String(vcpus);
}

function environment(settings: CloudRunSettings, digest: string): { name: string; value: string }[] {
  const variables = {
    ...settings.environment,
    LOG_LEVEL: settings.logLevel,
    MODELPORT_ARTIFACT_DIGEST: digest,
    MAX_BATCH_BYTES: String(facts.limits.requestBytes.value),
    ...(settings.threshold === undefined ? {} : { THRESHOLD: String(settings.threshold) }),
    ...corsEnvironment(settings.corsOrigins),
    ...timeoutsEnvironment(facts.timeouts.value),
  };
  return Object.entries(variables)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

function vpcAccess({ network, subnetwork, vpcEgress }: CloudRunSettings) {
  if (network === undefined && subnetwork === undefined) return {};
  const place = { ...(network === undefined ? {} : { network }), ...(subnetwork === undefined ? {} : { subnetwork }) };
  return { vpcAccess: { egress: EGRESS[vpcEgress], networkInterfaces: [place] } };
}
