import { COUNTRIES, REGIONS_SOURCE } from "@modelport/aws/regions";
import { type Facts, factsRead, noTimeouts } from "@modelport/target-kit";

const stated = factsRead("2026-11-25");
const offered = factsRead("2026-12-01");
const quotas = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";
const concurrency = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html";
const course = "module 12 of the course, table 12.1";

/** What AWS Lambda can hold and how it behaves, for the decision matrix. */
export const facts: Facts = {
  title: "AWS Lambda",
  limits: {
    memoryMiB: stated(10_240, quotas, "New accounts start with less, which AWS raises with use."),
    vcpus: stated(
      6,
      "https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html",
      "With the most memory; one full vCPU at 1,769 MB, proportionally less below.",
    ),
    requestTimeoutSeconds: stated(900, quotas, "30 behind an HTTP API, 29 behind a REST API."),
    requestBytes: stated(6_291_456, quotas, "For the event, in which a body is JSON text or base64."),
    responseBytes: stated(
      6_291_556,
      quotas,
      "For a buffered response, as JSON text. A streamed one may be longer; after its first 6 MB it is sent at 2 MB/s.",
    ),
    unpackedArtifactBytes: stated(262_144_000, quotas, "For a zip with its layers; a container image may have 10 GB."),
    concurrentRequestsPerInstance: stated(1, concurrency),
    instances: stated(
      1000,
      quotas,
      "For all functions of an account in a region, until AWS raises it; a new account has 10, none of which can be reserved.",
    ),
  },
  qualities: {
    latency: stated(
      "variable",
      course,
      "A request that finds no idle instance waits for one to start; modelport:provisionedConcurrency keeps some.",
    ),
    scaling: stated("automatic", course),
    scalesToZero: stated(true, concurrency, "Not with provisioned concurrency."),
    gpu: stated(false, course),
    operations: stated("low", course),
    lockIn: stated(
      "high",
      course,
      "The resources are AWS's; the app in the zip is the one that every other target runs.",
    ),
    people: stated(1, course),
  },
  offers: {
    networkControl: offered(
      false,
      "https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
      "A function can reach a VPC; what is in front of it is AWS's.",
    ),
    imageBytes: offered(10 * 1024 ** 3, quotas, "With `modelport:package` image; a zip may have 250 MB unpacked."),
    hoursPerMonth: offered(
      2,
      "a judgment of this project, docs/adr/0070-alternatives-and-switches.md",
      "Updates of the runtime and the model, and a look at alarms; AWS operates the rest.",
    ),
  },
  regions: offered(COUNTRIES, REGIONS_SOURCE, "All regions of the vendor; a new one may not have the service yet."),
  timeouts: stated(
    {
      ...noTimeouts,
      requestSeconds: 900,
      cpuPausedBetweenRequests: true,
    },
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html",
    "The function listens on no socket, and gets no signal unless an extension is registered.",
  ),
  cannot: [
    { what: "use a GPU", reason: "Lambda has none." },
    {
      what: "keep every response fast",
      reason:
        "A request that finds no idle instance waits for a cold start; provisioned concurrency keeps instances warm, for a price.",
    },
    {
      what: "be scraped for metrics",
      reason: "A single instance cannot be reached; CloudWatch counts invocations, errors, durations and throttles.",
    },
    {
      what: "accept a batch of unlimited size",
      reason: "An event holds 6 MB; only the response may be longer, with modelport:streaming.",
    },
    {
      what: "stream through API Gateway",
      reason: "This target streams through a function URL only; a REST API could, by another integration.",
    },
    { what: "start from a snapshot", reason: "SnapStart supports Java, Python and .NET, but not Node.js." },
  ],
  destroyBlockers: [
    {
      what: "ECR does not delete a repository that has images.",
      answer: "Its forceDelete is true: the images go with it.",
    },
    {
      what: "@pulumi/aws adds statements to the function's policy where a function URL is public, and does not remove them.",
      answer:
        "They are deleted with the function; the README says how to remove them when a public URL becomes private.",
    },
    {
      what: "A log line that arrives after the log group is deleted would create a new one, without retention.",
      answer: "The role may not create log groups.",
    },
    {
      what: "In a VPC, Lambda deletes its network interfaces minutes after the function, and only while the role exists.",
      answer:
        "The stack's own security group is deleted between the two: the provider waits until no interface is left in it.",
    },
  ],
};
