import { type Facts, factsRead, noTimeouts } from "@modelport/target-kit";

const stated = factsRead("2026-11-25");
const quotas = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const concurrency = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html";
const course = "module 12 of the course, table 12.1";

/** What AWS Lambda holds and how it behaves, for the decision matrix. */
export const facts: Facts = {
  title: "AWS Lambda",
  limits: {
    memoryMiB: stated(10_240, quotas, "New accounts begin with less, which AWS raises with use."),
    vcpus: stated(
      6,
      "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
      "At the most memory; one whole vCPU at 1,769 MB, in proportion below.",
    ),
    requestTimeoutSeconds: stated(900, quotas, "Behind an HTTP API 30, behind a REST API 29."),
    requestBytes: stated(6_291_456, quotas, "Of the event, in which a body is JSON text or base64."),
    responseBytes: stated(
      6_291_556,
      quotas,
      "Of a buffered answer, as JSON text. A streamed one may be longer, and leaves at 2 MB/s after its first 6 MB.",
    ),
    unpackedArtifactBytes: stated(262_144_000, quotas, "Of a zip with its layers; a container image may have 10 GB."),
    concurrentRequestsPerInstance: stated(1, concurrency),
    instances: stated(
      1000,
      quotas,
      "For all functions of an account in a region, until AWS raises it; a new account has 10, of which none can be reserved.",
    ),
  },
  qualities: {
    latency: stated("variable", course, "A request that finds no idle instance waits for one to start."),
    scaling: stated("automatic", course),
    scalesToZero: stated(true, concurrency, "Not with provisioned concurrency."),
    gpu: stated(false, course),
    operations: stated("low", course),
    lockIn: stated("high", course, "Of the resources; the app in the zip is the one that every other target runs."),
    people: stated(1, course),
  },
  timeouts: stated(
    {
      ...noTimeouts,
      requestSeconds: 900,
      cpuPausedBetweenRequests: true,
    },
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
    "The function listens on no socket, and is sent no signal where no extension is registered.",
  ),
  cannot: [
    { what: "use a GPU", reason: "Lambda has none." },
    {
      what: "keep every answer fast",
      reason: "A cold start comes first wherever no idle instance is left; provisioned concurrency pays for idle ones.",
    },
    {
      what: "be scraped for metrics",
      reason: "Nobody can reach one instance; CloudWatch counts invocations, errors, durations and throttles.",
    },
    {
      what: "take a batch without an end",
      reason: "An event holds 6 MB; only the answer may be longer, with modelport:streaming.",
    },
    {
      what: "stream through API Gateway",
      reason: "This target streams through a function URL only; a REST API could, by another integration.",
    },
    { what: "start from a snapshot", reason: "SnapStart is for Java, Python and .NET, and not for Node.js." },
  ],
  destroyBlockers: [
    {
      what: "ECR deletes no repository that has images.",
      answer: "Its forceDelete is true: the images go with it.",
    },
    {
      what: "@pulumi/aws adds statements to the function's policy where a function URL is public, and does not remove them.",
      answer: "They go with the function; the README says how to remove them when a public URL becomes private.",
    },
    {
      what: "A log line that comes after the deletion of the log group would make another one, without retention.",
      answer: "The role has no right to make log groups.",
    },
    {
      what: "In a VPC, Lambda deletes its network interfaces minutes after the function, and only while the role is there.",
      answer:
        "A security group of the stack's own goes between the two: the provider waits until no interface is left in it.",
    },
  ],
};
