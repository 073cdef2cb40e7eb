// What the target's suite is told of this target.
import path from "node:path";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";
import { refused } from "./refused.testing.ts";
import { contexts, samples } from "./samples.testing.ts";

const host = { public: true, host: "churn.example.com" };
const onlyStandard = "Only a Standard cluster has nodes to choose, and only the user chooses to operate them.";

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  config: { "gcp:project": "example-project" },
  // A project of today: the two APIs are on that a person must enable.
  account: { enabledApis: ["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"] },
  computed: {
    "gcp:container/cluster:Cluster": ({ inputs }) => ({
      masterAuth: {
        clientCertificateConfig: { issueClientCertificate: false },
        clusterCaCertificate: "Y2VydGlmaWNhdGU=",
      },
      controlPlaneEndpointsConfig: {
        ...(inputs["controlPlaneEndpointsConfig"] as object),
        dnsEndpointConfig: { allowExternalTraffic: true, endpoint: "gke-1234-42.us-central1.gke.goog" },
      },
    }),
    "kubernetes:core/v1:Service": ({ inputs }) => ({
      status: {
        loadBalancer:
          (inputs["spec"] as { type?: string }).type === "LoadBalancer" ? { ingress: [{ ip: "203.0.113.30" }] } : {},
      },
    }),
  },
  // Together they take every branch of the program.
  variants: {
    "Standard nodes": { mode: "standard", maxReplicas: 40 },
    "Spot nodes with public addresses in two zones": {
      mode: "standard",
      spot: true,
      privateNodes: false,
      machineType: "e2-standard-4",
      zones: ["us-central1-f", "us-central1-a"],
      metrics: "pod-monitoring",
    },
    "an existing cluster": { cluster: "shared", namespace: "shop" },
    "a private control plane in a VPC": { controlPlane: "private", network: "main", subnetwork: "nodes" },
    "a public control plane for one range": { controlPlane: "public", apiCidrs: ["203.0.113.0/24"] },
    "behind Google's Ingress": host,
    "behind a gateway": { ...host, gateway: "infra/public", metrics: "pod-monitoring" },
    "public, for pages": { public: true, corsOrigins: ["https://app.example.com"] },
    protected: { deletionProtection: true },
    "a pod as small as Autopilot has": { requestVcpus: 0.05 },
    "everything else": {
      threshold: 0.4,
      environment: { MAX_THREADS: "2" },
      logLevel: "warn",
      labels: { team: "risk" },
      keepImages: 1000,
      releaseChannel: "extended",
      maintenanceStart: "22:30",
    },
  },
  samples,
  contexts,
  values: {
    requestVcpus: [0.05, 0.25, 2, 8],
    limitVcpus: [0.1, 4],
    requestMemoryMiB: [128, 512, 4096],
    maxReplicas: [1, 200],
  },
  refused,
  decidedTogether: {
    corsOrigins: "Browsers reach a private Service only if the user opens it.",
    imagePullSecret: "The Secret is in a namespace that exists before.",
    host: "Only the user opens a service to everybody.",
    ingressClass: "Only the user knows the host.",
    tlsSecret: "Only the user knows the host.",
    gateway: "Only the user knows the host.",
    gatewayTls: "Only the user knows the Gateway.",
    gatewayPolicies: "Only the user knows the Gateway.",
    apiCidrs: "Only the user opens the control plane.",
    controlPlane: "Only the user knows the addresses that may reach a public one.",
    machineType: onlyStandard,
    minNodesPerZone: onlyStandard,
    maxNodesPerZone: onlyStandard,
    zones: onlyStandard,
    spot: onlyStandard,
  },
  billing,
  mistakes,
};
