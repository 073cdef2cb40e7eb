// What the target's suite is told of this target.
import path from "node:path";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";
import { refused } from "./refused.testing.ts";
import { contexts, samples, shared } from "./samples.testing.ts";

/** Whoever deploys is there. */
const settings = { apiCidrs: ["93.184.216.34/32"] };

export const PRIVATE_SUBNETS = ["subnet-0a1b2c3d4e5f6071a", "subnet-0a1b2c3d4e5f6071b"];

const together = "Only the user knows who must reach the API, which the suite has to say.";
const onlyHost = "Only the user knows the host.";

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  settings,
  config: { "aws:region": "us-east-1", "modelport:apiCidrs": JSON.stringify(settings.apiCidrs) },
  account: {
    clusters: { shared: {}, automatic: { autoMode: true } },
    // Two private subnets, which reach the internet through a NAT gateway.
    subnets: Object.fromEntries(PRIVATE_SUBNETS.map((id) => [id, { route: "nat", hasOwnRouteTable: true }])),
  },
  computed: {
    "aws:eks/cluster:Cluster": () => ({ certificateAuthority: { data: "Y2VydGlmaWNhdGU=" } }),
    "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1 }),
    "kubernetes:core/v1:Service": ({ inputs }) => ({
      status: {
        loadBalancer:
          (inputs["spec"] as { type?: string }).type === "LoadBalancer"
            ? { ingress: [{ hostname: "k8s-example.elb.us-east-1.amazonaws.com" }] }
            : {},
      },
    }),
  },
  // Together they take every branch of the program.
  variants: {
    "in Auto Mode, public, on an older version, with a key": {
      autoMode: true,
      public: true,
      kubernetesVersion: "1.34",
      extendedSupport: true,
      secretsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
    },
    "for two ranges": { allowedCidrs: ["203.0.113.0/24", "198.51.100.7/32"] },
    "a private API in given subnets, with administrators": {
      apiCidrs: undefined,
      apiPrivate: true,
      subnetIds: PRIVATE_SUBNETS,
      adminArns: ["arn:aws:iam::123456789012:role/platform"],
    },
    "an open API": { apiCidrs: undefined, apiOpen: true, deletionProtection: true, clusterLogs: [] },
    "in an existing cluster": shared,
    "in an existing cluster with Auto Mode, for one range": {
      ...shared,
      cluster: "automatic",
      allowedCidrs: ["203.0.113.0/24"],
    },
    "behind an Ingress": { public: true, host: "churn.example.com", ingressClass: "alb", namespace: "shop" },
    "everything else": {
      extendedSupport: true,
      nodeType: "m7i.xlarge",
      nodes: 4,
      threshold: 0.4,
      environment: { MAX_THREADS: "2" },
      tags: { team: "risk" },
      metrics: "service-monitor",
    },
  },
  samples,
  contexts,
  values: { requestVcpus: [0.25, 0.5, 2], limitVcpus: [0.1, 4], requestMemoryMiB: [512, 4096], nodes: [2, 3, 10] },
  refused,
  unavailable: { gatewayPolicies: "Only GKE has them." },
  irreversible: {
    kubernetesVersion: "EKS upgrades by one version at a time, and never back.",
    subnetIds: "EKS keeps the VPC of a cluster, and its zones.",
    secretsKeyArn: "EKS keeps the key of a cluster.",
  },
  decidedTogether: {
    kubernetesVersion: "Only the user decides to pay for extended support.",
    apiPrivate: together,
    apiOpen: together,
    cluster: together,
    corsOrigins: "Browsers reach a private Service only if the user opens it.",
    metrics: "Only GKE has PodMonitoring.",
    imagePullSecret: "The Secret is in a namespace that exists before.",
    host: "Only the user opens a service to everybody.",
    ingressClass: onlyHost,
    tlsSecret: onlyHost,
    gateway: onlyHost,
    gatewayTls: "Only the user knows the Gateway.",
  },
  billing,
  mistakes,
};
