import { type Facts, factsRead, serverTimeouts } from "@modelport/target-kit";

const read = factsRead("2026-11-23");
const runtime = "packages/local-runtime of this repository";
const lambdaQuotas = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html";

const stated = <T>(value: T, note: string, source = runtime) => read(value, source, note);
const ofThisMachine = (note: string) => stated(null, note);

/** What this machine holds and how it behaves, for the decision matrix. */
export const facts: Facts = {
  title: "This machine",
  limits: {
    memoryMiB: ofThisMachine("What this machine has; no limit is set around the processes."),
    vcpus: ofThisMachine("What this machine has."),
    requestTimeoutSeconds: ofThisMachine("The Lambda zip has modelport:timeoutSeconds; the server bundle has none."),
    requestBytes: stated(
      6_291_456,
      "Of the Lambda zip, as AWS has it; the server bundle has the app's own.",
      lambdaQuotas,
    ),
    responseBytes: stated(6_291_556, "Of the Lambda zip, as AWS has it.", lambdaQuotas),
    unpackedArtifactBytes: ofThisMachine("The disk's."),
    concurrentRequestsPerInstance: ofThisMachine("The Lambda zip takes one at a time, as on AWS."),
    instances: stated(1, "One process of each artefact."),
  },
  qualities: {
    latency: stated("consistent", "Nothing is started for a request."),
    scaling: stated("none", "One process of each artefact."),
    scalesToZero: stated(false, "The processes stay until `pulumi destroy`."),
    gpu: stated(false, "The artefacts carry the CPU build of onnxruntime."),
    operations: stated("low", "Two processes of one user."),
    lockIn: stated("none", "The artefacts are those of every other target."),
    people: stated(1, "Whoever sits at the machine."),
  },
  timeouts: stated(
    {
      ...serverTimeouts,
      cpuPausedBetweenRequests: false,
      requestSeconds: null,
      frontIdleSeconds: null,
      deregistrationSeconds: null,
      preStopSeconds: null,
      // Nobody has to notice first: there is no front.
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
    { what: "scale", reason: "There is one process of each artefact." },
    {
      what: "hold the Lambda function to its memory setting",
      reason: "The process is told of it and not confined to it.",
    },
  ],
  destroyBlockers: [],
};
