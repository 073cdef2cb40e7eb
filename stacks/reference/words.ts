// What the keys of target-kit's types are called on the reference pages; a key without words does not compile.
import type { commonOutputs, Limits, PriceGrade, Qualities, Timeouts } from "@modelport/target-kit";

export const limitWords = {
  memoryMiB: "memory of one instance, MiB",
  vcpus: "processors of one instance",
  requestTimeoutSeconds: "one request, seconds",
  requestBytes: "a request, bytes",
  responseBytes: "an answer, bytes",
  unpackedArtifactBytes: "the artifact unpacked, bytes",
  concurrentRequestsPerInstance: "requests at a time in one instance",
  instances: "instances",
} as const satisfies Record<keyof Limits, string>;

export const qualityWords = {
  latency: "latency",
  scaling: "scaling",
  scalesToZero: "scales to zero",
  gpu: "GPU",
  operations: "work of operations",
  lockIn: "lock-in",
  people: "people that it needs",
} as const satisfies Record<keyof Qualities, string>;

export const timeoutWords = {
  requestSeconds: "one request",
  frontIdleSeconds: "the front closes an idle connection after",
  cpuPausedBetweenRequests: "the processor is taken away between requests",
  serverKeepAliveSeconds: "the server closes an idle connection after (0: never)",
  serverHeadersSeconds: "the server waits for a request's headers for",
  deregistrationSeconds: "the front stops sending to a leaving instance after",
  preStopSeconds: "the platform waits before the signal for",
  drainDelaySeconds: "from the signal requests are still taken for",
  drainTimeoutSeconds: "after that running requests may take",
  graceSeconds: "from the beginning of the end to the kill",
} as const satisfies Record<keyof Timeouts, string>;

export const outputWords = {
  target: "The target's name.",
  modelName: "The name of the model that was shipped.",
  modelVersion: "Its version; `GET /model` must report it.",
  url: "Where the deployment answers.",
  predictUrl: "Where to post an instance for a prediction.",
  artifactDigest: "The artifact that was shipped; `GET /model` must report it.",
  auth: "The credentials that a request needs: `none`, `aws-sigv4:<region>:<service>` or `google-identity-token`.",
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
