// For tests: each setting with another value than its default, and what it needs beside it.
import type { RawSettings } from "@modelport/target-kit";

const host = { public: true, host: "churn.example.com" };
const gateway = { ...host, gateway: "infra/public" };

export const samples: Readonly<Record<string, RawSettings>> = {
  public: { public: true },
  corsOrigins: { public: true, corsOrigins: ["https://app.example.com"] },
  threshold: { threshold: 0.4 },
  logLevel: { logLevel: "debug" },
  environment: { environment: { MAX_THREADS: "2" } },
  imageRepository: { imageRepository: "127.0.0.1:5000/bankchurn-api" },
  pushImage: { pushImage: true },
  loadInto: { imageRepository: undefined, pushImage: true, loadInto: "kind" },
  localCluster: { imageRepository: undefined, pushImage: true, loadInto: "kind", localCluster: "dev" },
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
  labels: { labels: { team: "risk", "example.com/cost-center": "4711" } },
  host,
  ingressClass: { ...host, ingressClass: "nginx" },
  tlsSecret: { ...host, namespace: "shop", tlsSecret: "churn-tls" },
  gateway,
  gatewayTls: { ...gateway, gatewayTls: false },
  gatewayPolicies: { ...gateway, gatewayPolicies: "gke" },
  nodeVcpus: { nodeVcpus: 4 },
  nodeMemoryGiB: { nodeMemoryGiB: 16 },
  nodeUsdPerHour: { nodeUsdPerHour: 0.1 },
  metrics: { metrics: "service-monitor" },
};

/** Where settings are tried beside the defaults. */
export const contexts = {
  "an image pushed to a registry": { settings: { pushImage: true }, samples: ["imageRepository"] },
  "a host behind a gateway": { settings: gateway, samples: ["minReplicas", "namespace"] },
};
