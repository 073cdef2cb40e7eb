// What the target's suite is told of this target.
import path from "node:path";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";
import { refused } from "./refused.testing.ts";
import { contexts, samples } from "./samples.testing.ts";

/** Something else has pushed the image, so that no test needs a registry. */
const settings = { imageRepository: "registry.example.com/team/example-api", pushImage: false };

const host = { public: true, host: "churn.example.com" };

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  settings,
  config: Object.fromEntries(Object.entries(settings).map(([key, value]) => [`modelport:${key}`, String(value)])),
  computed: {
    "kubernetes:core/v1:Service": ({ inputs }) => ({
      status: {
        loadBalancer:
          (inputs["spec"] as { type?: string }).type === "LoadBalancer" ? { ingress: [{ ip: "203.0.113.30" }] } : {},
      },
    }),
  },
  // Together they take every branch of the program.
  variants: {
    "pushed to a registry": { pushImage: true },
    "loaded into kind": { imageRepository: undefined, pushImage: true, loadInto: "kind" },
    "in an existing namespace": { namespace: "shop", imagePullSecret: "registry", labels: { team: "risk" } },
    "one pod": { minReplicas: 1, maxReplicas: 1 },
    "behind ingress-nginx": { ...host, ingressClass: "nginx", namespace: "shop", tlsSecret: "churn-tls" },
    "behind Google's Ingress": { ...host, ingressClass: "gce" },
    "behind a gateway of GKE": { ...host, gateway: "infra/public", gatewayPolicies: "gke", metrics: "pod-monitoring" },
    "behind a plain gateway": { ...host, gateway: "infra/public", gatewayTls: false, metrics: "service-monitor" },
    "public, for pages": { public: true, corsOrigins: ["https://app.example.com"] },
    "everything else": {
      threshold: 0.4,
      environment: { MAX_THREADS: "2" },
      logLevel: "warn",
      scaleDownWindowSeconds: 30,
    },
  },
  samples,
  contexts,
  values: { requestVcpus: [0.25, 0.5, 2], limitVcpus: [0.1, 4], requestMemoryMiB: [512, 4096] },
  refused,
  decidedTogether: {
    corsOrigins: "Browsers reach a private Service only if the user opens it.",
    loadInto: "The suite names a registry, and pods take the image from one place.",
    localCluster: "Only the user knows of which kind the cluster is.",
    imagePullSecret: "The Secret is in a namespace that exists before.",
    host: "Only the user opens a service to everybody.",
    ingressClass: "Only the user knows the host.",
    tlsSecret: "Only the user knows the host.",
    gateway: "Only the user knows the host.",
    gatewayTls: "Only the user knows the Gateway.",
    gatewayPolicies: "Only the user knows the Gateway.",
  },
  billing,
  mistakes,
};
