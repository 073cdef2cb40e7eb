// For tests: each setting with another value than its default, and what it needs beside it.
import type { RawSettings } from "@modelport/target-kit";

const host = { public: true, host: "churn.example.com" };
const gateway = { ...host, gateway: "infra/public" };
const standard = { mode: "standard" };

export const samples: Readonly<Record<string, RawSettings>> = {
  public: { public: true },
  corsOrigins: { public: true, corsOrigins: ["https://app.example.com"] },
  threshold: { threshold: 0.4 },
  logLevel: { logLevel: "debug" },
  environment: { environment: { MAX_THREADS: "2" } },
  mode: standard,
  cluster: { cluster: "shared" },
  releaseChannel: { releaseChannel: "stable" },
  maintenanceStart: { maintenanceStart: "22:30" },
  network: { network: "main" },
  subnetwork: { subnetwork: "nodes" },
  privateNodes: { privateNodes: false },
  controlPlane: { controlPlane: "private" },
  apiCidrs: { controlPlane: "public", apiCidrs: ["203.0.113.0/24"] },
  machineType: { ...standard, machineType: "e2-standard-4" },
  minNodesPerZone: { ...standard, minNodesPerZone: 2 },
  maxNodesPerZone: { ...standard, maxNodesPerZone: 4 },
  zones: { ...standard, zones: ["us-central1-a", "us-central1-f"] },
  spot: { ...standard, spot: true },
  minReplicas: { minReplicas: 3 },
  maxReplicas: { maxReplicas: 20 },
  cpuTargetPercent: { cpuTargetPercent: 50 },
  scaleUpWindowSeconds: { scaleUpWindowSeconds: 30 },
  scaleDownWindowSeconds: { scaleDownWindowSeconds: 60 },
  requestVcpus: { requestVcpus: 0.4 },
  limitVcpus: { limitVcpus: 1 },
  requestMemoryMiB: { requestMemoryMiB: 768 },
  limitMemoryMiB: { limitMemoryMiB: 2048 },
  startupSeconds: { startupSeconds: 30 },
  namespace: { namespace: "shop" },
  imagePullSecret: { namespace: "shop", imagePullSecret: "registry" },
  labels: { labels: { team: "risk" } },
  host,
  ingressClass: { ...host, ingressClass: "nginx" },
  tlsSecret: { ...host, namespace: "shop", tlsSecret: "churn-tls" },
  gateway,
  gatewayTls: { ...gateway, gatewayTls: false },
  gatewayPolicies: { ...gateway, gatewayPolicies: "none" },
  metrics: { metrics: "pod-monitoring" },
  keepImages: { keepImages: 20 },
  deletionProtection: { deletionProtection: true },
};

/** Where settings are tried beside the defaults. */
export const contexts = {
  "a Standard cluster": {
    settings: standard,
    samples: ["maxNodesPerZone", "zones", "metrics"],
  },
  "a public control plane": {
    settings: { controlPlane: "public", apiCidrs: ["198.51.100.7/32"] },
    samples: ["apiCidrs"],
  },
};
