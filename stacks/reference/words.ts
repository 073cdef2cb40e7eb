// What the keys of target-kit's types are called on the reference pages; a key without words does not compile.
import type { commonOutputs, Limits, Offers, PriceGrade, Qualities, Timeouts } from "@modelport/target-kit";

export const limitWords = {
  memoryMiB: "memory per instance, MiB",
  vcpus: "vCPUs per instance",
  requestTimeoutSeconds: "request timeout, seconds",
  requestBytes: "request size, bytes",
  responseBytes: "response size, bytes",
  unpackedArtifactBytes: "unpacked artifact, bytes",
  concurrentRequestsPerInstance: "concurrent requests per instance",
  instances: "instances",
} as const satisfies Record<keyof Limits, string>;

export const qualityWords = {
  latency: "latency",
  scaling: "scaling",
  scalesToZero: "scales to zero",
  gpu: "GPU",
  operations: "operational effort",
  lockIn: "lock-in",
  people: "people needed",
} as const satisfies Record<keyof Qualities, string>;

export const offerWords = {
  otherMachines: "clients on other machines can call it",
  networkControl: "the team controls routes and network policies",
  existingCluster: "can join an existing Kubernetes cluster",
  hoursPerMonth: "hours of people's work a month",
  imageBytes: "largest container image, bytes",
} as const satisfies Record<keyof Offers, string>;

export const timeoutWords = {
  requestSeconds: "request timeout",
  frontIdleSeconds: "the endpoint closes an idle connection after",
  cpuPausedBetweenRequests: "the CPU is paused between requests",
  serverKeepAliveSeconds: "the server closes an idle connection after (0: never)",
  serverHeadersSeconds: "the server waits for a request's headers for",
  deregistrationSeconds: "the endpoint stops sending requests to a stopping instance after",
  preStopSeconds: "the platform waits before SIGTERM for",
  drainDelaySeconds: "after SIGTERM, new requests are accepted for",
  drainTimeoutSeconds: "after that, running requests may take",
  graceSeconds: "from the start of the shutdown to SIGKILL",
} as const satisfies Record<keyof Timeouts, string>;

export const outputWords = {
  target: "The target's name.",
  modelName: "The name of the model that was shipped.",
  modelVersion: "Its version; `GET /model` must report it.",
  url: "Where the deployment answers.",
  predictUrl: "Where to post an instance for a prediction.",
  artifactDigest: "The artifact that was shipped; `GET /model` must report it.",
  auth: "What a request needs, as `modelport verify --auth` reads it: `none`, credentials or a place in a network.",
  curl: "A shell command that requests a prediction, with these credentials.",
} as const satisfies Record<(typeof commonOutputs)[number], string>;

export const gradeWords = {
  vendor: "the vendor's own page",
  catalog: "a dated public copy of the vendor's price API",
  quoted: "a verbatim quote of the vendor's page, with the date of reading",
  secondary: "somebody else's figure",
  unverified: "general knowledge",
  own: "no vendor sets it",
} as const satisfies Record<PriceGrade, string>;
