import { type Fact, type Facts, serverTimeouts } from "@modelport/target-kit";

/** A fact to look up: `what` says which. The check `facts-dated` names each one until it has its source. */
const todo = <T>(value: T, what: string): Fact<T> => ({ value, source: "", asOf: "", note: what });

/** The platform's limits and behavior, for the decision matrix. */
export const facts: Facts = {
  title: "newtarget",
  limits: {
    memoryMiB: todo(
      null,
      "The most memory of one instance. null if the platform sets no limit; the note says what does.",
    ),
    vcpus: todo(null, "The most processors of one instance."),
    requestTimeoutSeconds: todo(null, "How long one request may take."),
    requestBytes: todo(null, "The most bytes of a request."),
    responseBytes: todo(null, "The most bytes of a response."),
    unpackedArtifactBytes: todo(null, "The most bytes of the artifact, unpacked."),
    concurrentRequestsPerInstance: todo(null, "The most concurrent requests in one instance."),
    instances: todo(null, "The most instances."),
  },
  qualities: {
    latency: todo("variable", "consistent if no request waits for an instance to start."),
    scaling: todo("automatic", "none, automatic, or configurable."),
    scalesToZero: todo(false, "Whether nothing runs and nothing is billed without requests."),
    gpu: todo(false, "The artifacts carry the CPU build of onnxruntime, even if the platform has GPUs."),
    operations: todo("medium", "The work of operations: none, low, medium or high."),
    lockIn: todo("medium", "What it costs to leave: none, low, medium or high."),
    people: todo(1, "The smallest team that can operate it."),
  },
  regions: todo(
    null,
    "The country of each region in which it can run, as ISO 3166 codes; null if the team decides where its machines are.",
  ),
  timeouts: todo(
    {
      ...serverTimeouts,
      requestSeconds: null,
      frontIdleSeconds: null,
      cpuPausedBetweenRequests: false,
      deregistrationSeconds: null,
      preStopSeconds: null,
      graceSeconds: null,
    },
    "What is in front of the server, and how an instance stops; packages/target-kit/src/timeouts.ts explains each row.",
  ),
  cannot: [],
  destroyBlockers: [],
};
