import { type Facts, factsRead, serverTimeouts } from "@modelport/target-kit";

const read = factsRead("2026-11-01");
const stated = <T>(value: T, note?: string) => read(value, "made up for the suite", note);

export const facts: Facts = {
  title: "Example",
  limits: {
    memoryMiB: stated(10_240),
    vcpus: stated(6),
    requestTimeoutSeconds: stated(900),
    requestBytes: stated(6_291_456),
    responseBytes: stated(6_291_556),
    unpackedArtifactBytes: stated(262_144_000),
    concurrentRequestsPerInstance: stated(1),
    instances: stated(null, "The account's."),
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
  timeouts: stated({
    ...serverTimeouts,
    cpuPausedBetweenRequests: true,
    requestSeconds: 900,
    frontIdleSeconds: null,
    serverKeepAliveSeconds: 0,
    deregistrationSeconds: null,
    preStopSeconds: null,
    graceSeconds: 10,
  }),
  cannot: [{ what: "be deployed", reason: "It is made up." }],
  destroyBlockers: [
    { what: "The service is protected by default.", answer: "deletionProtection is false." },
    { what: "A repository with images stays.", answer: "forceDelete is true." },
  ],
};
