import { workloadTimeouts } from "@modelport/kubernetes-workload";
import { type Facts, factsRead } from "@modelport/target-kit";

const stated = factsRead("2026-12-01");
const large = "https://kubernetes.io/docs/setup/best-practices/cluster-large/";
const resources = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/";
const services = "https://kubernetes.io/docs/concepts/services-networking/service/";
const autoscaling = "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/";
const termination = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination";
const course = "module 12 of the course";

/** What Kubernetes can hold and how it behaves, for the decision matrix. */
export const facts = {
  title: "Kubernetes",
  limits: {
    memoryMiB: stated(null, resources, "The memory of a node, less what the system keeps, limits a pod."),
    vcpus: stated(null, resources, "The vCPUs of a node limit a pod; a process of the app serves on each whole one."),
    requestTimeoutSeconds: stated(
      null,
      services,
      "A Service has no timeout; an Ingress or a Gateway has its own, 60 s by default in ingress-nginx.",
    ),
    requestBytes: stated(
      null,
      services,
      "The app takes a streamed batch of 1 GiB; ingress-nginx takes 1 MiB unless it is told otherwise, which the target does.",
    ),
    responseBytes: stated(null, services, "A Service streams; nothing counts the bytes."),
    unpackedArtifactBytes: stated(null, resources, "The disk of a node limits the size of an image."),
    concurrentRequestsPerInstance: stated(null, services, "The app accepts as many as its memory limit holds."),
    instances: stated(
      5000 * 30,
      large,
      "150,000 pods in a cluster, 110 per node; modelport:maxReplicas takes up to 1000.",
    ),
  },
  qualities: {
    latency: stated(
      "consistent",
      autoscaling,
      "modelport:minReplicas pods always run, so that no request waits for a start.",
    ),
    scaling: stated("configurable", autoscaling, "By CPU, between modelport:minReplicas and modelport:maxReplicas."),
    scalesToZero: stated(
      false,
      autoscaling,
      "The autoscaler keeps at least one pod, and nodes are paid for without any.",
    ),
    gpu: stated(
      false,
      "https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/",
      "Kubernetes has GPUs; the image carries the CPU build of onnxruntime.",
    ),
    operations: stated("high", `${course} says high`, "Someone upgrades the cluster, its nodes and its add-ons."),
    lockIn: stated("low", `${course} says low`, "Every vendor runs the same objects; Ingress and storage differ."),
    people: stated(
      5,
      `${course} says 5 or more`,
      "If the team operates the cluster itself; fewer if another team does.",
    ),
  },
  offers: {
    networkControl: stated(
      true,
      "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
      "Network policies, Ingress and Gateway are objects of the cluster.",
    ),
    existingCluster: stated(true, "stacks/kubernetes of this repository", "It creates no cluster."),
    hoursPerMonth: stated(
      20,
      "a judgment of this project, docs/adr/0070-alternatives-and-switches.md",
      "As on eks, for a cluster that the team operates; a few hours in one that others operate.",
    ),
  },
  regions: stated(null, "stacks/kubernetes of this repository", "The cluster is wherever the team has put it."),
  timeouts: stated(
    workloadTimeouts,
    termination,
    "For the strictest front: Google's load balancers keep idle connections for 600 s, others for 60 s.",
  ),
  cannot: [
    {
      what: "scale to zero",
      reason: "A HorizontalPodAutoscaler keeps at least one pod; use Cloud Run or Lambda for traffic with long pauses.",
    },
    {
      what: "run before Kubernetes 1.30",
      reason: "The kubelet waits before it stops a pod (preStop sleep, on since 1.30), because the image has no shell.",
    },
    {
      what: "scale without metrics-server",
      reason:
        "The autoscaler reads CPU loads from it; without it the number of pods never changes. Managed clusters bring it.",
    },
    {
      what: "authenticate callers",
      reason:
        "A private Service is reachable only from inside the cluster, by any client there. Use a service mesh or a gateway to identify callers.",
    },
    {
      what: "use a GPU",
      reason: "The image carries the CPU build of onnxruntime, which serves a tabular model in microseconds.",
    },
    { what: "run on arm64 nodes", reason: "The image is linux/amd64 only." },
  ],
  destroyBlockers: [
    {
      what: "A namespace that holds objects of others",
      answer:
        "Only a namespace of the stack's own is deleted, with everything in it; one that modelport:namespace names stays.",
    },
    {
      what: "A load balancer that a cloud is slow to delete",
      answer: "The Service is deleted first, and the engine waits until its finalizer is gone.",
    },
  ],
} as const satisfies Facts;
