import { type Facts, factsRead, serverTimeouts } from "@modelport/target-kit";

const read = factsRead("2026-11-23");
const runtime = "packages/local-runtime of this repository";
const lambdaQuotas = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";

const stated = <T>(value: T, note: string, source = runtime) => read(value, source, note);
const ofThisMachine = (note: string) => stated(null, note);

/** What this machine can hold and how it behaves, for the decision matrix. */
export const facts: Facts = {
  title: "This machine",
  limits: {
    memoryMiB: ofThisMachine("What this machine has; the processes are not limited."),
    vcpus: ofThisMachine("What this machine has."),
    requestTimeoutSeconds: ofThisMachine("The Lambda zip has modelport:timeoutSeconds; the server bundle has none."),
    requestBytes: stated(
      6_291_456,
      "For the Lambda zip, as on AWS; the server bundle has the app's own limit.",
      lambdaQuotas,
    ),
    responseBytes: stated(6_291_556, "For the Lambda zip, as on AWS.", lambdaQuotas),
    unpackedArtifactBytes: ofThisMachine("What the disk has."),
    concurrentRequestsPerInstance: ofThisMachine("The Lambda zip handles one at a time, as on AWS."),
    instances: stated(1, "One process per artifact."),
  },
  qualities: {
    latency: stated("consistent", "No request waits for a start."),
    scaling: stated("none", "One process per artifact."),
    scalesToZero: stated(false, "The processes stay until `pulumi destroy`."),
    gpu: stated(false, "The artifacts carry the CPU build of onnxruntime."),
    operations: stated("low", "Two processes of one user."),
    lockIn: stated("none", "The artifacts are those of every other target."),
    people: stated(1, "Anyone at this machine."),
  },
  offers: {
    otherMachines: stated(false, "The services listen on the loopback address only."),
  },
  regions: stated(null, "The machine is wherever the team has put it."),
  timeouts: stated(
    {
      ...serverTimeouts,
      cpuPausedBetweenRequests: false,
      requestSeconds: null,
      frontIdleSeconds: null,
      deregistrationSeconds: null,
      preStopSeconds: null,
      // There is no load balancer that has to notice first.
      drainDelaySeconds: 0,
      graceSeconds: 15,
    },
    "Nothing stands in front of the services; a request has no deadline but the Lambda function's own timeoutSeconds.",
  ),
  cannot: [
    { what: "serve other machines", reason: "The services listen on the loopback address only." },
    {
      what: "survive a restart of the machine",
      reason: "They are plain processes; `pulumi refresh` and `up` bring them back.",
    },
    { what: "scale", reason: "There is one process per artifact." },
    {
      what: "hold the Lambda function to its memory setting",
      reason: "The process is told the limit, but not confined to it.",
    },
  ],
  destroyBlockers: [],
};
