// For tests of targets on Cloud Run: what their suites are told of the settings that they share.
import type { RawSettings } from "@modelport/target-kit";

const inVpc = { network: "main", subnetwork: "run", vpcEgress: "all-traffic" };

/** Each setting with another value than its default, and what it needs beside it. */
export const runSamples: Readonly<Record<string, RawSettings>> = {
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
  threshold: { threshold: 0.4 },
  logLevel: { logLevel: "debug" },
  environment: { environment: { MAX_THREADS: "2" } },
  labels: { labels: { team: "risk" } },
  domain: { domain: "churn.example.com" },
  network: { network: "main" },
  subnetwork: { subnetwork: "run" },
  vpcEgress: inVpc,
  keepImages: { keepImages: 20 },
};

/** Where settings are tried beside the defaults. */
export const runContexts = { "a public service": { settings: { public: true }, samples: ["corsOrigins"] } };

export const runValues = {
  vcpus: [0.25, 0.5, 2, 4, 6],
  memoryMiB: [511, 512, 4097, 8192, 16_384, 24_576],
};

export const runDecidedTogether = {
  corsOrigins:
    "A private service cannot answer a CORS preflight request, and only the user opens a service to everybody.",
  vpcEgress: "Requests can go through a VPC only where the user names one.",
};

/** What is refused of them. */
export const runRefused: readonly RawSettings[] = [
  { memoryMiB: "1GiB" },
  { timeoutSeconds: "2h" },
  { ingress: "private" },
  { ingress: "internet" },
  { ingress: "vpc-only" },
  { public: "yes" },
  { corsOrigins: "app.example.com", public: true },
  { vcpus: "16" },
  { maxInstances: "0" },
  { vpcEgress: "all" },
  { invokers: '["allUsers"]' },
  { invokers: "ann@example.com" },
  { invokers: '["app@project.iam.gserviceaccount.com","user:ann@example.com"]' },
  { domain: "https://Churn.example.com/" },
  { domain: "churn" },
  { network: "my vpc" },
  { memory: "1024" },
  { minInstance: "1" },
  { labels: '{"team":5}' },
  { vcpus: 1, memoryMiB: 8192 },
  { vcpus: 4, memoryMiB: 1024 },
  { vcpus: 8, memoryMiB: 2048 },
  { vcpus: 2, memoryMiB: 256 },
  { vcpus: 3 },
  { vcpus: 3, memoryMiB: 4096 },
  { minInstances: 20, maxInstances: 10 },
  { public: true, invokers: ["user:ann@example.com"] },
  { corsOrigins: ["https://app.example.com"] },
  { vpcEgress: "all-traffic" },
  { domain: "churn.example.com", ingress: "internal" },
  { environment: { PORT: "80" } },
  { environment: { LOG_LEVEL: "debug" } },
  { environment: { WORKERS: "2" } },
  { environment: { "A-B": "1" } },
  { environment: { DB_PASSWORD: "hunter2" } },
  { labels: { "managed-by": "me" } },
  { labels: { Team: "risk" } },
];
