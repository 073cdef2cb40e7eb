import { COUNTRIES, REGIONS_SOURCE } from "@modelport/google/regions";
import { MOST_REQUEST_BYTES, runTimeouts } from "@modelport/google/run";
import { type Facts, factsRead } from "@modelport/target-kit";

const stated = factsRead("2026-11-25");
const offered = factsRead("2026-12-01");
const quotas = "https://cloud.google.com/run/quotas";
const autoscaling = "https://cloud.google.com/run/docs/about-instance-autoscaling";
const contract = "https://cloud.google.com/run/docs/container-contract";
const cpu = "https://cloud.google.com/run/docs/configuring/services/cpu";

/** What Cloud Run can hold and how it behaves, for the decision matrix. */
export const facts = {
  title: "Google Cloud Run",
  limits: {
    memoryMiB: stated(32_768, quotas, "With 8 vCPUs; 4096 with one."),
    vcpus: stated(
      8,
      cpu,
      "A process serves on each of them. Instances of one vCPU serve as many requests for the same price, and scale in smaller steps.",
    ),
    requestTimeoutSeconds: stated(3600, "https://cloud.google.com/run/docs/configuring/request-timeout"),
    requestBytes: stated(MOST_REQUEST_BYTES, quotas, "Over HTTP/1, which the app speaks."),
    responseBytes: stated(
      33_554_432,
      quotas,
      "A streamed response, such as that to an NDJSON or CSV batch, has no limit.",
    ),
    unpackedArtifactBytes: stated(null, quotas, "There is no direct limit on the size of an image."),
    concurrentRequestsPerInstance: stated(1000, quotas, "1 below one vCPU."),
    instances: stated(
      1000,
      quotas,
      "With 1 vCPU and 1 GiB; the quota differs by region, and can be raised on request.",
    ),
  },
  qualities: {
    latency: stated(
      "variable",
      autoscaling,
      "A request that finds no idle instance waits for one to start; modelport:minInstances keeps some.",
    ),
    scaling: stated("automatic", autoscaling, "Targets 60 % of a vCPU and of modelport:concurrency."),
    scalesToZero: stated(true, autoscaling, "An instance may be kept for up to 15 minutes without a request."),
    gpu: stated(
      false,
      "https://cloud.google.com/run/docs/configuring/services/gpu",
      "Cloud Run has GPUs; the image carries the CPU build of onnxruntime.",
    ),
    operations: stated("low", contract, "No machines, no cluster and no load balancer to operate."),
    lockIn: stated("medium", contract, "The image runs anywhere; scaling, access and domain are Google's."),
    people: stated(
      1,
      "module 12 of the course says 2 to 3 for managed containers",
      "Someone who reads logs and runs `pulumi up`.",
    ),
  },
  offers: {
    networkControl: offered(
      false,
      "https://cloud.google.com/run/docs/securing/ingress",
      "Settings choose who gets in, and a VPC is for what the service calls; what is in front of it is Google's.",
    ),
    hoursPerMonth: offered(
      2,
      "a judgment of this project, docs/adr/0070-alternatives-and-switches.md",
      "Updates of the base image and the model, and a look at logs; Google operates the rest.",
    ),
  },
  regions: offered(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new one may not have the service yet."),
  timeouts: stated(
    runTimeouts,
    contract,
    "A request may take modelport:timeoutSeconds. With modelport:cpuAlways the CPU is not paused, and the same table applies.",
  ),
  cannot: [
    {
      what: "have its /metrics scraped",
      reason:
        "An instance has no address, and the service's address reaches any of them: use Cloud Run's own metrics of requests, " +
        "latencies and instances, or add Google's Prometheus sidecar by hand.",
    },
    {
      what: "respond immediately after a pause",
      reason: "A request that finds no instance waits about a second for one to start; set modelport:minInstances.",
    },
    {
      what: "take a batch above 32 MiB",
      reason: "Cloud Run's limit for a request over HTTP/1: send several, as `modelport predict` does.",
    },
    {
      what: "work after the response",
      reason: "The CPU is paused until the next request, unless modelport:cpuAlways is true.",
    },
    {
      what: "use a GPU",
      reason: "The image carries the CPU build of onnxruntime, which serves a tabular model in microseconds.",
    },
    { what: "run on arm64", reason: "Cloud Run runs linux/amd64 only." },
  ],
  destroyBlockers: [
    {
      what: "The service's deletionProtection, on by default",
      answer:
        "It is declared false. If modelport:deletionProtection is true, run `npx pulumi config set modelport:deletionProtection false --stack <stack>`, then `up` and `destroy`.",
    },
    { what: "Images in the repository", answer: "Artifact Registry deletes them with the repository." },
    { what: "APIs that others use", answer: "They stay enabled: disableOnDestroy is false." },
  ],
} as const satisfies Facts;
