import { type Facts, factsRead, noTimeouts } from "@modelport/target-kit";

const read = factsRead("2026-11-25");
const stated = <T>(value: T) => read(value, "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html");

/** What the platform can hold and how it behaves, for the decision matrix. */
export const facts: Facts = {
  title: "A Lambda function for an afternoon",
  limits: {
    memoryMiB: stated(10_240),
    vcpus: stated(6),
    requestTimeoutSeconds: stated(900),
    requestBytes: stated(6_291_456),
    responseBytes: stated(6_291_556),
    unpackedArtifactBytes: stated(262_144_000),
    concurrentRequestsPerInstance: stated(1),
    instances: stated(1000),
  },
  qualities: {
    latency: stated("variable"),
    scaling: stated("automatic"),
    scalesToZero: stated(true),
    gpu: stated(false),
    operations: stated("low"),
    lockIn: stated("high"),
    people: stated(1),
  },
  timeouts: stated({ ...noTimeouts, requestSeconds: 30, cpuPausedBetweenRequests: true }),
  cannot: [{ what: "use a GPU", reason: "Lambda has none." }],
  destroyBlockers: [],
};
