// For tests: each setting with another value than its default, and what it needs beside it.
import type { RawSettings } from "@modelport/target-kit";

const host = { public: true, host: "churn.example.com" };
const gateway = { ...host, gateway: "infra/public" };
/** Of a cluster that somebody else looks after, who decides what reaches its API. */
export const shared = { cluster: "shared", apiCidrs: undefined };

export const samples: Readonly<Record<string, RawSettings>> = {
  public: { public: true },
  corsOrigins: { public: true, corsOrigins: ["https://app.example.com"] },
  threshold: { threshold: 0.4 },
  logLevel: { logLevel: "debug" },
  environment: { environment: { MAX_THREADS: "2" } },
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
  host: { ...host, ingressClass: "alb" },
  ingressClass: { ...host, ingressClass: "nginx" },
  tlsSecret: { ...host, ingressClass: "nginx", namespace: "shop", tlsSecret: "churn-tls" },
  gateway,
  gatewayTls: { ...gateway, gatewayTls: false },
  metrics: { metrics: "service-monitor" },
  kubernetesVersion: { kubernetesVersion: "1.34", extendedSupport: true },
  extendedSupport: { extendedSupport: true },
  nodeType: { nodeType: "m7i.large" },
  nodes: { nodes: 5 },
  autoMode: { autoMode: true },
  subnetIds: { subnetIds: ["subnet-0123456789abcdef1", "subnet-0123456789abcdef2"] },
  apiCidrs: { apiCidrs: ["93.184.216.0/24", "151.101.1.1/32"] },
  apiPrivate: { apiPrivate: true, apiCidrs: undefined },
  apiOpen: { apiOpen: true, apiCidrs: undefined },
  adminArns: { adminArns: ["arn:aws:iam::123456789012:role/platform", "arn:aws:iam::123456789012:user/ana"] },
  clusterLogs: { clusterLogs: ["api", "audit", "authenticator", "controllerManager", "scheduler"] },
  logRetentionDays: { logRetentionDays: 90 },
  secretsKeyArn: {
    secretsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
  },
  deletionProtection: { deletionProtection: true },
  cluster: shared,
  allowedCidrs: { allowedCidrs: ["203.0.113.0/24"] },
  tags: { tags: { team: "risk" } },
};

/** Where settings are tried beside the defaults. */
export const contexts = {
  "in Auto Mode": { settings: { autoMode: true }, samples: ["public", "allowedCidrs", "clusterLogs"] },
  "in an existing cluster": { settings: shared, samples: ["public", "allowedCidrs", "namespace"] },
};
