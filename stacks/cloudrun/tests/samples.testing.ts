// For tests: each setting with another value than its default, and what it needs beside it.
import type { RawSettings } from "@modelport/target-kit";

const inVpc = { network: "main", subnetwork: "run", vpcEgress: "all-traffic" };

export const samples: Readonly<Record<string, RawSettings>> = {
  public: { public: true },
  // Google gives it back in lower case.
  invokers: { invokers: ["user:Ann@example.com", "group:risk@example.com"] },
  corsOrigins: { public: true, corsOrigins: ["https://app.example.com"] },
  ingress: { ingress: "internal" },
  vcpus: { vcpus: 2 },
  memoryMiB: { memoryMiB: 2048 },
  minInstances: { minInstances: 1 },
  maxInstances: { maxInstances: 3 },
  concurrency: { concurrency: 10 },
  timeoutSeconds: { timeoutSeconds: 60 },
  startupSeconds: { startupSeconds: 30 },
  cpuAlways: { cpuAlways: true },
  startupCpuBoost: { startupCpuBoost: false },
  executionEnvironment: { executionEnvironment: "gen1" },
  threshold: { threshold: 0.4 },
  logLevel: { logLevel: "debug" },
  environment: { environment: { MAX_THREADS: "2" } },
  labels: { labels: { team: "risk" } },
  domain: { domain: "churn.example.com" },
  network: { network: "main" },
  subnetwork: { subnetwork: "run" },
  vpcEgress: inVpc,
  keepImages: { keepImages: 20 },
  deletionProtection: { deletionProtection: true },
};

/** Where settings are tried beside the defaults. */
export const contexts = { "a public service": { settings: { public: true }, samples: ["corsOrigins"] } };
