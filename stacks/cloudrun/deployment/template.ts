// What a revision is made of, as plain data: everything but its image's address and its account. Google names it.
import { appEnvironment, type DeployableArtifact } from "@modelport/target-kit";
import { variables } from "../environment.ts";
import type { Place } from "./place.ts";
import type { CloudRunSettings } from "../settings.ts";
import { LIVENESS_PERIOD_SECONDS } from "../usage.ts";

/** Where the container listens: Cloud Run sets PORT to it. */
const CONTAINER_PORT = 8000;

const EGRESS = { "private-ranges-only": "PRIVATE_RANGES_ONLY", "all-traffic": "ALL_TRAFFIC" } as const;
const SANDBOX = { gen1: "EXECUTION_ENVIRONMENT_GEN1", gen2: "EXECUTION_ENVIRONMENT_GEN2" } as const;

export type RevisionTemplate = ReturnType<typeof revisionTemplate>;

/** The template of a revision with the image `digest`; the same settings give the same, member for member. */
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

/** A quantity as Kubernetes writes it: whole processors, or thousandths. */
function cpuLimit(vcpus: number): string {
  return vcpus < 1 ? `${Math.round(vcpus * 1000)}m` : String(vcpus);
}

/** Sorted, because a changed order would be a changed template. */
function environment(settings: CloudRunSettings, digest: DeployableArtifact["digest"]) {
  return Object.entries(appEnvironment(variables, settings, { digest }))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

/**
 * Both are stated as far as they are known: the provider keeps what was left out of an interface (Optional + Computed in
 * terraform-provider-google resource_cloud_run_v2_service.go), so that another network would keep the subnetwork of the old one.
 */
function vpcAccess({ network, subnetwork: named, vpcEgress }: CloudRunSettings, region: string) {
  const subnetwork = named ?? (network === undefined ? undefined : subnetworkOf(network, region));
  if (subnetwork === undefined) return {};
  const place = { ...(network === undefined ? {} : { network }), subnetwork };
  return { vpcAccess: { egress: EGRESS[vpcEgress], networkInterfaces: [place] } };
}

/** The one that Google takes where none is named: that of the network's name (run.googleapis.com v2, NetworkInterface). */
function subnetworkOf(network: string, region: string): string {
  const [, host, name] = /^(projects\/[^/]+)\/global\/networks\/(.+)$/.exec(network) ?? [];
  return host === undefined ? network : `${host}/regions/${region}/subnetworks/${name}`;
}
