import { COUNTRIES, REGIONS_SOURCE } from "@modelport/aws/regions";
import { workloadTimeouts } from "@modelport/kubernetes-workload";
import { type Facts, factsRead } from "@modelport/target-kit";

const stated = factsRead("2026-12-01");
const types = "https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html";
const quotas = "https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html";
const balancer = "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html";
const autoscaling = "https://docs.aws.amazon.com/eks/latest/userguide/horizontal-pod-autoscaler.html";
const termination = "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination";
const course = "module 12 of the course, table 12.1";

/** What EKS can hold and how it behaves, for the decision matrix. */
export const facts = {
  title: "AWS EKS",
  limits: {
    memoryMiB: stated(65_536, types, "The most that the setting takes; the largest node of the table has 384 GiB."),
    vcpus: stated(64, types, "As memoryMiB; a process of the app serves on each whole vCPU."),
    requestTimeoutSeconds: stated(
      null,
      balancer,
      "A Network Load Balancer forwards connections and limits only idle ones, to 350 s. A host has its controller's limits.",
    ),
    requestBytes: stated(null, balancer, "It forwards bytes; the app takes a streamed batch of 1 GiB."),
    responseBytes: stated(null, balancer, "It forwards bytes."),
    unpackedArtifactBytes: stated(
      20 * 1024 ** 3,
      "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html",
      "The disk of a node, which the system needs a part of.",
    ),
    concurrentRequestsPerInstance: stated(null, balancer, "The app accepts as many as its memory limit holds."),
    instances: stated(
      1000,
      quotas,
      "modelport:maxReplicas. A managed node group has at most 450 nodes; the addresses of its interfaces limit the pods of a node, 17 on a t3.medium.",
    ),
  },
  qualities: {
    latency: stated(
      "consistent",
      course,
      "modelport:minReplicas pods always run, so that no request waits for a start. Burstable nodes slow nothing down, but cost more under steady load.",
    ),
    scaling: stated(
      "configurable",
      autoscaling,
      "Pods by CPU, within the room of modelport:nodes; nodes only with modelport:autoMode.",
    ),
    scalesToZero: stated(false, autoscaling, "The control plane is billed by the hour, and at least one pod runs."),
    gpu: stated(false, types, "EKS has GPU nodes; the image carries the CPU build of onnxruntime."),
    operations: stated("high", course, "Someone upgrades the cluster, its nodes and its add-ons, three times a year."),
    lockIn: stated(
      "medium",
      `${course} says low`,
      "The workload is plain Kubernetes; identity, network and load balancers are AWS's.",
    ),
    people: stated(5, `${course} says 5 or more`, "Fewer in Auto Mode, which operates the nodes."),
  },
  offers: {
    networkControl: stated(
      true,
      "https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html",
      "Network policies, Ingress and Gateway are objects of the cluster.",
    ),
    existingCluster: stated(true, "stacks/eks of this repository", "`modelport:cluster` names it."),
    hoursPerMonth: stated(
      20,
      "a judgment of this project, docs/adr/0070-alternatives-and-switches.md",
      "Three upgrades a year of the cluster, its nodes and add-ons, at about nine days of one person, included; fewer in Auto Mode.",
    ),
  },
  regions: stated(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new one may not have the service yet."),
  timeouts: stated(
    workloadTimeouts,
    termination,
    "As of every Kubernetes target. The load balancer keeps idle connections for 350 s.",
  ),
  cannot: [
    {
      what: "cost nothing without requests",
      reason: "The control plane costs 73 USD a month, and nodes run all the time; lambda and cloudrun scale to zero.",
    },
    {
      what: "add nodes by itself without Auto Mode",
      reason:
        "The stack installs no node autoscaler: modelport:nodes must hold modelport:maxReplicas, or modelport:autoMode adds nodes.",
    },
    {
      what: "go back to an earlier Kubernetes version",
      reason: "EKS upgrades by one version at a time: deploy a second stack, and move callers there.",
    },
    {
      what: "switch Auto Mode or a KMS key of one's own off again without a new cluster",
      reason:
        "The provider would replace the cluster, with some 20 minutes in which nothing answers, so the target refuses both: deploy a second stack.",
    },
    {
      what: "move to another VPC or to other zones",
      reason: "EKS keeps those that a cluster was created in: deploy a second stack, and move callers there.",
    },
    {
      what: "tag nodes and load balancers in Auto Mode",
      reason:
        "The managed policies permit EKS its own tags only: https://docs.aws.amazon.com/eks/latest/userguide/auto-learn-iam.html",
    },
    {
      what: "authenticate callers",
      reason:
        "A private Service is reachable only from inside the cluster, and a load balancer knows addresses and not identities.",
    },
    {
      what: "enforce network policies in Auto Mode on its own",
      reason:
        "Its network policy controller is off until a ConfigMap turns it on: https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html",
    },
    { what: "use a GPU", reason: "The image carries the CPU build of onnxruntime." },
    { what: "run on arm64 nodes", reason: "The image is linux/amd64 only." },
  ],
  destroyBlockers: [
    {
      what: "ECR does not delete a repository that has images.",
      answer: "Its forceDelete is true: the images go with it.",
    },
    {
      what: "A cluster whose deletionProtection is true.",
      answer:
        "It is declared false. If modelport:deletionProtection is true, run `npx pulumi config set modelport:deletionProtection false --stack <stack>`, then `up` and `destroy`.",
    },
    {
      what: "The load balancer and the security group rules of a public Service, which no state knows.",
      answer:
        "Every Kubernetes object is deleted before nodes, add-ons and the cluster; the engine waits until the Service's finalizer is gone.",
    },
    {
      what: "A namespace that cannot be deleted because the metrics API no longer answers.",
      answer: "The same: metrics-server and its nodes go after the objects.",
    },
    {
      what: "Network interfaces that stay behind if the VPC CNI is gone before the nodes.",
      answer: "The add-on and its role are deleted after the nodes.",
    },
    {
      what: "EKS does not delete a cluster that has node groups.",
      answer: "They are deleted before.",
    },
    {
      what: "Log lines that arrive after the log group is deleted, which make it again without a retention.",
      answer:
        "The cluster is deleted before it. Should it be back, the next `up` says that it exists: delete it with `aws logs delete-log-group` (https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2763).",
    },
  ],
} as const satisfies Facts;
