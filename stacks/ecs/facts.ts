import { COUNTRIES, REGIONS_SOURCE } from "@modelport/aws/regions";
import { type Facts, factsRead, serverTimeouts } from "@modelport/target-kit";

const stated = factsRead("2026-12-01");
const sizes = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html";
const quotas = "https://docs.aws.amazon.com/general/latest/gr/ecs-service.html#limits_fargate";
const fargate = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate.html";
const loadBalancer =
  "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html";
const scaling = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html";
const containers = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html";
const spot = "https://repost.aws/knowledge-center/fargate-spot-termination-notice";
const course = "module 12 of the course, table 12.1";

/** What ECS on Fargate can hold and how it behaves, for the decision matrix. */
export const facts = {
  title: "AWS ECS on Fargate",
  limits: {
    memoryMiB: stated(
      122_880,
      sizes,
      "With 16 vCPUs; each size of processor has its own range, 512 to 2048 with a quarter.",
    ),
    vcpus: stated(16, sizes, "In steps: 0.25, 0.5, 1, 2, 4, 8 or 16. Each whole vCPU runs a worker process."),
    requestTimeoutSeconds: stated(
      null,
      loadBalancer,
      "The load balancer limits only the time in which no byte is sent: 60 s here, up to 4000.",
    ),
    requestBytes: stated(null, loadBalancer, "The load balancer streams bodies; the app limits a batch to 1 GiB."),
    responseBytes: stated(null, loadBalancer, "The load balancer streams bodies."),
    unpackedArtifactBytes: stated(
      21_474_836_480,
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-storage.html",
      "The task's ephemeral storage, 20 GiB without a charge, holds the image and the temporary files; up to 200 can be bought.",
    ),
    concurrentRequestsPerInstance: stated(
      null,
      loadBalancer,
      "The load balancer sends what arrives; the app rejects what its memory cannot hold.",
    ),
    instances: stated(
      5000,
      quotas,
      "Per service. An account's quota of vCPUs is reached sooner: 6 by default, which are 12 tasks of the default size, those of " +
        "other services and of a deployment included.",
    ),
  },
  qualities: {
    latency: stated(
      "consistent",
      course,
      "modelport:minTasks tasks always run, and no request waits for one to start.",
    ),
    scaling: stated(
      "automatic",
      scaling,
      "On the mean CPU load, and on requests per task if modelport:targetRequestsPerMinute is set.",
    ),
    scalesToZero: stated(false, scaling, "A task that receives requests through a load balancer must run."),
    gpu: stated(false, fargate, "Fargate has none; ECS on EC2 instances has."),
    operations: stated("medium", course, "A VPC, a load balancer and security groups, but no machines."),
    lockIn: stated(
      "medium",
      course,
      "The image runs anywhere; the service, its network and its permissions are AWS's.",
    ),
    people: stated(2, course, "The course says 2 to 3 for managed containers."),
  },
  offers: {
    networkControl: stated(
      false,
      "module 12 of the course, section 12.3",
      "The VPC, subnets and security groups are the team's; there are no network policies, and the gateway is AWS's.",
    ),
    hoursPerMonth: stated(
      5,
      "a judgment of this project, docs/adr/0070-alternatives-and-switches.md",
      "As of a function, with base images, the load balancer, and the network around them.",
    ),
  },
  regions: stated(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new one may not have the service yet."),
  timeouts: stated(
    {
      ...serverTimeouts,
      requestSeconds: null,
      frontIdleSeconds: 60,
      cpuPausedBetweenRequests: false,
      deregistrationSeconds: 30,
      // ECS deregisters a task before it sends SIGTERM; the grace begins with the signal.
      preStopSeconds: null,
      // A task on Fargate Spot may stay registered until it has stopped: until the load balancer has seen two failed checks of
      // /ready, requests still arrive.
      drainDelaySeconds: 15,
      drainTimeoutSeconds: 14,
      graceSeconds: 30,
    },
    `${containers} (stopTimeout), ${spot}`,
    "modelport:spot stops tasks with two minutes' notice, which is SIGTERM; the grace is the same.",
  ),
  cannot: [
    {
      what: "cost nothing without requests",
      reason: "Tasks and the load balancer are billed by the hour; lambda and cloudrun scale to zero.",
    },
    { what: "use a GPU", reason: "Fargate has none, and the image carries the CPU build of onnxruntime." },
    { what: "run on arm64", reason: "There is no image for arm64 yet." },
    {
      what: "be called from outside of its VPC by default",
      reason:
        "The load balancer is internal; modelport:allowedCidrs opens it to address ranges, and modelport:public to everyone.",
    },
    {
      what: "check who calls",
      reason:
        "A load balancer knows networks, not identities: put authentication in front of it, or use lambda, whose endpoint checks signatures.",
    },
    {
      what: "follow a peak within seconds",
      reason:
        "Scaling reads metrics of whole minutes, and a task takes up to a minute to start: keep modelport:minTasks for what comes suddenly.",
    },
    {
      what: "have its /metrics scraped through the load balancer",
      reason: "A request reaches any task: scrape tasks by their private addresses, from inside of the VPC.",
    },
  ],
  destroyBlockers: [
    {
      what: "ECR does not delete a repository that has images.",
      answer: "Its forceDelete is true: the images go with it.",
    },
    {
      what: "The load balancer's enableDeletionProtection.",
      answer:
        "It is declared false. If modelport:deletionProtection is true, run `npx pulumi config set modelport:deletionProtection false --stack <stack>`, then `up` and `destroy`.",
    },
    {
      what: "ECS does not delete a service that has tasks, nor a cluster that has services.",
      answer:
        "The provider sets the service's desired count to 0 and waits until its tasks have drained, before the cluster is deleted.",
    },
    {
      what: "A security group cannot be deleted while a network interface of a task or of the load balancer is in it.",
      answer:
        "The service and the load balancer are deleted first, and the provider tries again until their interfaces are gone.",
    },
  ],
} as const satisfies Facts;
