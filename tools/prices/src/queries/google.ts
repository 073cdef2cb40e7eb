// Service ids and descriptions of SKUs as public repositories query them, among them https://github.com/infracost/infracost at
// 95ba4f49a, internal/resources/google, and a list of Cloud Run's descriptions of 2026-04-23.
import { google, type GoogleQuery, type Queries } from "../query.ts";

const ARTIFACT_REGISTRY = "149C-F9EC-3994";
const CLOUD_LOGGING = "5490-F7B7-8DF6";
const CLOUD_RUN = "152E-C115-5142";
const COMPUTE_ENGINE = "6F81-5844-456A";
const KUBERNETES_ENGINE = "CCD8-9BF1-090E";

const MILLION = 1e6;

const project = {
  logs: google(CLOUD_LOGGING, /^Log Volume$/),
  registry: google(ARTIFACT_REGISTRY, /^Artifact Registry Storage$/),
} satisfies Queries;

/** The SKUs of tier 2 regions have another name, and other regions. */
const byRequest = (what: string) =>
  google(CLOUD_RUN, new RegExp(`^Services ${what}( Tier 2)? \\(Request-based billing\\)$`));
const byInstance = (what: string) =>
  google(CLOUD_RUN, new RegExp(`^Services ${what} \\(Instance-based billing\\) in `));

/** Those of Cloud Run, which bills functions too. */
export const functions: Queries = {
  requests: google(CLOUD_RUN, /^Requests$/, MILLION),
  vcpu: byRequest("CPU"),
  memory: byRequest("Memory"),
  idleVcpu: byRequest("Min Instance CPU"),
  idleMemory: byRequest("Min Instance Memory"),
  ...project,
};

export const cloudrun: Queries = {
  ...functions,
  probeVcpu: byRequest("CPU"),
  instanceVcpu: byInstance("CPU"),
  instanceMemory: byInstance("Memory"),
  keptInstanceVcpu: byInstance("CPU"),
  keptInstanceMemory: byInstance("Memory"),
};

/** An E2 machine is billed by its vCPUs and its GiB of memory: an e2-standard-2 has two and eight. */
const e2Standard2 = (prefix: string): GoogleQuery => ({
  vendor: "Google Cloud",
  service: COMPUTE_ENGINE,
  sum: [
    { description: new RegExp(`^${prefix}E2 Instance Core running in `), times: 2 },
    { description: new RegExp(`^${prefix}E2 Instance Ram running in `), times: 8 },
  ],
});

export const gke: Queries = {
  cluster: google(KUBERNETES_ENGINE, /^Regional Kubernetes Clusters$/),
  podVcpu: google(KUBERNETES_ENGINE, /^Autopilot Pod mCPU Requests/, 1000),
  podMemory: google(KUBERNETES_ENGINE, /^Autopilot Pod Memory Requests/),
  podStorage: google(KUBERNETES_ENGINE, /^Autopilot Pod Ephemeral Storage Requests/),
  node: e2Standard2(""),
  spotNode: e2Standard2("Spot Preemptible "),
  nodeDisk: google(COMPUTE_ENGINE, /^Balanced PD Capacity($| in )/),
  nodeAddress: google(COMPUTE_ENGINE, /^External IP Charge on a Standard VM$/),
  ...project,
};
