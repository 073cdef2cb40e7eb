// What a function is built and run with, as plain data: all but the addresses of other resources.
import { networkInterface, type Place } from "@modelport/google";
import { appEnvironment, type DeployableArtifact } from "@modelport/target-kit";
import { variables } from "../environment.ts";
import type { FunctionsSettings } from "../settings.ts";

const INGRESS = {
  all: "ALLOW_ALL",
  internal: "ALLOW_INTERNAL_ONLY",
  "internal-and-cloud-load-balancing": "ALLOW_INTERNAL_AND_GCLB",
} as const;

const EGRESS = {
  "private-ranges-only": "VPC_EGRESS_PRIVATE_RANGES_ONLY",
  "all-traffic": "VPC_EGRESS_ALL_TRAFFIC",
} as const;

/**
 * The build takes the archive's node_modules instead of installing: github.com/GoogleCloudPlatform/buildpacks
 * cmd/nodejs/npm/lib/lib.go. Google patches the image's base without a build, which is its default (`automaticUpdatePolicy`).
 */
export const build = {
  runtime: "nodejs24",
  entryPoint: "modelport",
  environmentVariables: { GOOGLE_VENDOR_NPM_DEPENDENCIES: "true" },
} as const;

/** The service of a function that was built from the source `digest`. */
export function serviceConfig(settings: FunctionsSettings, digest: DeployableArtifact["digest"], { region }: Place) {
  const place = networkInterface(settings, region);
  return {
    availableCpu: String(settings.vcpus),
    availableMemory: `${settings.memoryMiB}Mi`,
    maxInstanceRequestConcurrency: settings.concurrency,
    minInstanceCount: settings.minInstances,
    maxInstanceCount: settings.maxInstances,
    timeoutSeconds: settings.timeoutSeconds,
    ingressSettings: INGRESS[settings.ingress],
    allTrafficOnLatestRevision: true,
    environmentVariables: appEnvironment(variables, settings, { digest }),
    // Without an interface, Google has nothing that it is about.
    ...(place !== undefined && {
      directVpcNetworkInterfaces: [place],
      directVpcEgress: EGRESS[settings.vpcEgress],
    }),
  };
}
