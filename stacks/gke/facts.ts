import { COUNTRIES, REGIONS_SOURCE } from "@modelport/google/regions";
import { workloadTimeouts } from "@modelport/kubernetes-workload";
import { type Facts, factsRead } from "@modelport/target-kit";

const stated = factsRead("2026-12-01");
const quotas = "https://cloud.google.com/kubernetes-engine/quotas";
const autopilot = "https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-resource-requests";
const nodes = "https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes";
const services = "https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer";
const autoscaling = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/";
const termination = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination";
const course = "module 12 of the course";

/** What GKE can hold and how it behaves, for the decision matrix. */
export const facts = {
  title: "Google Kubernetes Engine",
  limits: {
    memoryMiB: stated(112_640, autopilot, "Of an Autopilot pod; the memory of a node in a Standard cluster."),
    vcpus: stated(30, autopilot, "Of an Autopilot pod; a process of the app serves on each whole one."),
    requestTimeoutSeconds: stated(
      null,
      services,
      "A Service has no timeout; Google's Ingress and Gateway have 30 s by default, which the target raises to 300.",
    ),
    requestBytes: stated(
      null,
      services,
      "The app takes a streamed batch of 1 GiB; no load balancer here counts bytes.",
    ),
    responseBytes: stated(null, services, "A Service streams; nothing counts the bytes."),
    unpackedArtifactBytes: stated(
      null,
      nodes,
      "The disk of a node limits the size of an image; Autopilot gives a pod 1 GiB.",
    ),
    concurrentRequestsPerInstance: stated(null, services, "The app accepts as many as its memory limit holds."),
    instances: stated(
      5000 * 32,
      quotas,
      "Nodes of an Autopilot cluster with up to 32 pods each; modelport:maxReplicas takes up to 1000.",
    ),
  },
  qualities: {
    latency: stated(
      "consistent",
      autoscaling,
      "modelport:minReplicas pods always run, so that no request waits for a start.",
    ),
    scaling: stated("configurable", autoscaling, "By CPU; Google adds nodes for the pods, in a minute or two."),
    scalesToZero: stated(false, autoscaling, "The autoscaler keeps at least one pod, and the cluster has a fee."),
    gpu: stated(
      false,
      "https://cloud.google.com/kubernetes-engine/docs/how-to/autopilot-gpus",
      "GKE has GPUs; the image carries the CPU build of onnxruntime.",
    ),
    operations: stated(
      "medium",
      "https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-overview",
      "Google upgrades the control plane, and with Autopilot the nodes too.",
    ),
    lockIn: stated(
      "low",
      `${course} says low`,
      "Every vendor runs the same objects; the cluster and its access are Google's.",
    ),
    people: stated(
      3,
      `${course} says 5 or more for Kubernetes`,
      "Fewer with Autopilot, which has no nodes to operate.",
    ),
  },
  offers: {
    networkControl: stated(
      true,
      "https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy",
      "Network policies, Ingress and Gateway are objects of the cluster.",
    ),
    existingCluster: stated(true, "stacks/gke of this repository", "`modelport:cluster` names it."),
    hoursPerMonth: stated(
      8,
      "a judgment of this project, docs/adr/0070-alternatives-and-switches.md",
      "Google upgrades the cluster and Autopilot its nodes; someone tests and watches it. More with a Standard cluster.",
    ),
  },
  regions: stated(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new one may not have the service yet."),
  timeouts: stated(
    workloadTimeouts,
    termination,
    "For the strictest front: Google's load balancers keep idle connections for 600 s.",
  ),
  cannot: [
    {
      what: "scale to zero",
      reason: "A HorizontalPodAutoscaler keeps at least one pod; use Cloud Run for traffic with long pauses.",
    },
    {
      what: "authenticate callers",
      reason:
        "A private Service is reachable only from inside the cluster, by any client there. Use a service mesh or a gateway to identify callers.",
    },
    {
      what: "request any mix of CPU and memory under Autopilot",
      reason: "Autopilot raises requests to 1 to 6.5 GiB for a vCPU; a Standard cluster takes them as they are.",
    },
    {
      what: "call the internet from private nodes",
      reason: "There is no Cloud NAT. The app calls nobody, and Google's registry is reached without one.",
    },
    {
      what: "use a GPU",
      reason: "The image carries the CPU build of onnxruntime, which serves a tabular model in microseconds.",
    },
    { what: "run on arm64 nodes", reason: "The image is linux/amd64 only." },
  ],
  destroyBlockers: [
    {
      what: "The cluster's deletionProtection, on by default",
      answer:
        "It is declared false. If modelport:deletionProtection is true, run `npx pulumi config set modelport:deletionProtection false --stack <stack>`, then `up` and `destroy`.",
    },
    {
      what: "A load balancer that outlives its cluster",
      answer:
        "The Service is deleted first, and the engine waits until its finalizer is gone; then nodes and cluster follow.",
    },
    {
      what: "A cluster that is being upgraded or repaired",
      answer: "The provider waits until Google has finished, up to 90 minutes.",
    },
    { what: "Images in the repository", answer: "Artifact Registry deletes them with the repository." },
    { what: "APIs that others use", answer: "They stay enabled: disableOnDestroy is false." },
  ],
} as const satisfies Facts;
