import { COUNTRIES, REGIONS_SOURCE } from "@modelport/google/regions";
import { MOST_REQUEST_BYTES, runTimeouts } from "@modelport/google/run";
import { type Facts, factsRead } from "@modelport/target-kit";

const stated = factsRead("2026-11-30");
const offered = factsRead("2026-12-01");
const quotas = "https://docs.cloud.google.com/functions/quotas";
const autoscaling = "https://cloud.google.com/run/docs/about-instance-autoscaling";
const contract = "https://cloud.google.com/run/docs/container-contract";
const building = "https://cloud.google.com/functions/docs/building";

/** What Cloud Functions, 2nd generation, can hold and how it behaves, for the decision matrix. */
export const facts = {
  title: "Google Cloud Functions",
  limits: {
    memoryMiB: stated(32_768, quotas, "With 8 vCPUs; 4096 with one."),
    vcpus: stated(
      8,
      "https://cloud.google.com/run/docs/configuring/services/cpu",
      "A process serves on each of them. Instances of one vCPU serve as many requests for the same price, and scale in smaller steps.",
    ),
    requestTimeoutSeconds: stated(3600, quotas),
    requestBytes: stated(MOST_REQUEST_BYTES, quotas, "Uncompressed."),
    responseBytes: stated(33_554_432, quotas, "10 MB if it is streamed, such as that to an NDJSON or CSV batch."),
    unpackedArtifactBytes: stated(null, quotas, "There is no direct limit on the size of a deployment."),
    concurrentRequestsPerInstance: stated(1000, quotas, "1 below one vCPU."),
    instances: stated(1000, quotas, "The quota of Cloud Run, which differs by region."),
  },
  qualities: {
    latency: stated(
      "variable",
      autoscaling,
      "A request that finds no idle instance waits for one to start; modelport:minInstances keeps some.",
    ),
    scaling: stated("automatic", autoscaling, "Targets 60 % of a vCPU and of modelport:concurrency."),
    scalesToZero: stated(true, autoscaling, "An instance may be kept for up to 15 minutes without a request."),
    gpu: stated(false, quotas, "GPUs are for services of Cloud Run."),
    operations: stated("low", building, "Google builds the image and patches its operating system and Node.js."),
    lockIn: stated("high", building, "The archive starts on Google's buildpack; the app in it is the server's."),
    people: stated(1, "module 12 of the course, table 12.1", "Someone who reads logs and runs `pulumi up`."),
  },
  offers: {
    networkControl: offered(
      false,
      "https://cloud.google.com/functions/docs/networking/network-settings",
      "Settings choose who gets in, and a VPC is for what the function calls; what is in front of it is Google's.",
    ),
    hoursPerMonth: offered(
      2,
      "a judgment of this project, docs/adr/0070-alternatives-and-switches.md",
      "Updates of the model, and a look at logs; Google operates the rest.",
    ),
  },
  regions: offered(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new one may not have the service yet."),
  timeouts: stated(
    runTimeouts,
    contract,
    "A function is a service of Cloud Run. A request may take modelport:timeoutSeconds.",
  ),
  cannot: [
    {
      what: "be public in an organization with domain-restricted sharing",
      reason:
        "A function has no switch for the check of callers, so modelport:public grants allUsers, which organizations reject by default; " +
        "cloudrun is public without that grant.",
    },
    {
      what: "stream more than 10 MB of a response",
      reason: "Google's limit: send a batch in parts, as `modelport predict` does.",
    },
    {
      what: "take a batch above 32 MiB",
      reason: "Google's limit for a request: send several, as `modelport predict` does.",
    },
    {
      what: "be probed",
      reason:
        "A function has no startup or liveness probe of HTTP: an instance is ready once the app listens, with the model loaded.",
    },
    {
      what: "have its /metrics scraped",
      reason:
        "An instance has no address, and the function's address reaches any of them: use Google's own metrics of requests, " +
        "latencies and instances.",
    },
    {
      what: "respond immediately after a pause",
      reason: "A request that finds no instance waits about a second for one to start; set modelport:minInstances.",
    },
    { what: "work after the response", reason: "The CPU is paused until the next request." },
    {
      what: "be protected against deletion",
      reason: "Only Pulumi could refuse it: Cloud Functions has no such protection.",
    },
    {
      what: "use a GPU",
      reason: "The archive carries the CPU build of onnxruntime, which serves a tabular model in microseconds.",
    },
    { what: "run on arm64", reason: "Cloud Run runs linux/amd64 only." },
  ],
  destroyBlockers: [
    { what: "Sources in the bucket", answer: "forceDestroy deletes them with the bucket, earlier versions too." },
    { what: "Images in the repository", answer: "Artifact Registry deletes them with the repository." },
    { what: "APIs that others use", answer: "They stay enabled: disableOnDestroy is false." },
    {
      what: "Google's copies of the sources",
      answer:
        "They are in the project's bucket gcf-v2-sources-<number>-<region>, which all functions share and no stack owns: `gcloud storage rm` removes them.",
    },
  ],
} as const satisfies Facts;
