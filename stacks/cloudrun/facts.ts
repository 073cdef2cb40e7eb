import { type Facts, factsRead, serverTimeouts } from "@modelport/target-kit";

const stated = factsRead("2026-11-25");
const quotas = "https://cloud.google.com/run/quotas";
const autoscaling = "https://cloud.google.com/run/docs/about-instance-autoscaling";
const contract = "https://cloud.google.com/run/docs/container-contract";
const cpu = "https://cloud.google.com/run/docs/configuring/services/cpu";

/** What Cloud Run holds and how it behaves, for the decision matrix. */
export const facts = {
  title: "Google Cloud Run",
  limits: {
    memoryMiB: stated(32_768, quotas, "With 8 vCPU; 4096 with one."),
    vcpus: stated(8, cpu, "The app computes on one of them; more instances serve more than larger ones do."),
    requestTimeoutSeconds: stated(3600, "https://cloud.google.com/run/docs/configuring/request-timeout"),
    requestBytes: stated(33_554_432, quotas, "Over HTTP/1, which the app speaks."),
    responseBytes: stated(
      33_554_432,
      quotas,
      "An answer that is streamed, as that to a batch of lines is, has no limit.",
    ),
    unpackedArtifactBytes: stated(null, quotas, "There is no direct limit of an image's size."),
    concurrentRequestsPerInstance: stated(1000, quotas, "One below 1 vCPU."),
    instances: stated(1000, quotas, "Of 1 vCPU and 1 GiB; a region may have more or fewer, and can be asked for more."),
  },
  qualities: {
    latency: stated(
      "variable",
      autoscaling,
      "A request that finds no instance waits for one; modelport:minInstances keeps some.",
    ),
    scaling: stated("automatic", autoscaling, "Aims at 60 % of a processor and of modelport:concurrency."),
    scalesToZero: stated(true, autoscaling, "An instance may be kept for up to 15 minutes without a request."),
    gpu: stated(
      false,
      "https://cloud.google.com/run/docs/configuring/services/gpu",
      "Cloud Run has GPUs; the image carries the CPU build of onnxruntime.",
    ),
    operations: stated("low", contract, "No machines, no cluster, no load balancer of one's own."),
    lockIn: stated("medium", contract, "The image runs anywhere; scaling, access and domain are Google's."),
    people: stated(
      1,
      "module 12 of the course says 2 to 3 for managed containers",
      "One who reads logs and runs `pulumi up`.",
    ),
  },
  timeouts: stated(
    {
      ...serverTimeouts,
      requestSeconds: 3600,
      frontIdleSeconds: null,
      cpuPausedBetweenRequests: true,
      // A timer that ran out during a pause would close the connection on which the next request has come.
      serverKeepAliveSeconds: 0,
      deregistrationSeconds: null,
      preStopSeconds: null,
      // Cloud Run sends no request any more to an instance that it has told to stop.
      drainDelaySeconds: 0,
      graceSeconds: 10,
    },
    contract,
    "A request has modelport:timeoutSeconds. With modelport:cpuAlways the CPU is not paused, and the same table holds.",
  ),
  cannot: [
    {
      what: "have its /metrics scraped",
      reason:
        "An instance has no address of its own, and the service's reaches any of them: use the metrics that Cloud Run has of requests, " +
        "latencies and instances, or add Google's Prometheus sidecar by hand. Nothing is lost by the app's own ending with its instance.",
    },
    {
      what: "answer at once after a pause",
      reason: "A request that finds no instance waits for a start, about a second; set modelport:minInstances.",
    },
    {
      what: "take a batch above 32 MiB",
      reason: "Cloud Run's limit for a request over HTTP/1: send several, as `modelport predict` does.",
    },
    {
      what: "work after the response",
      reason: "The CPU is taken away until the next request, unless modelport:cpuAlways.",
    },
    {
      what: "use a GPU",
      reason: "The image carries the CPU build of onnxruntime, which serves a tabular model in microseconds.",
    },
    { what: "run on arm64", reason: "Cloud Run takes linux/amd64 only." },
  ],
  destroyBlockers: [
    {
      what: "The service's deletionProtection, on by default",
      answer:
        "Declared false, unless modelport:deletionProtection is true: then `npx pulumi config set modelport:deletionProtection false --stack <stack>`, `up`, `destroy`.",
    },
    { what: "Images in the repository", answer: "Artifact Registry deletes them with the repository." },
    { what: "APIs that others use", answer: "They stay enabled: disableOnDestroy is false." },
  ],
} as const satisfies Facts;
