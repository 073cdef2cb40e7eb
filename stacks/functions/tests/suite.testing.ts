// What the target's suite is told of this target.
import path from "node:path";
import { runContexts, runDecidedTogether, runRefused, runSamples, runValues } from "@modelport/google/run-testing";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  config: { "gcp:project": "example-project" },
  // A project of today, with the two APIs on that a person must enable.
  account: { enabledApis: ["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"] },
  computed: {
    "gcp:cloudfunctionsv2/function:Function": ({ inputs: { name, serviceConfig } }) => ({
      serviceConfig: { ...(serviceConfig as object), uri: `https://${String(name)}-abc-uc.a.run.app` },
    }),
    "gcp:storage/bucketObject:BucketObject": ({ inputs: { name } }) => ({ outputName: name, generation: 1 }),
    "gcp:cloudrun/domainMapping:DomainMapping": () => ({
      statuses: [{ resourceRecords: [{ name: "churn", type: "CNAME", rrdata: "ghs.googlehosted.com." }] }],
    }),
  },
  // Together they take every branch of the program.
  variants: {
    "for a group and an app": {
      invokers: ["group:risk@example.com", "serviceAccount:app@example.iam.gserviceaccount.com"],
    },
    "a small one": { vcpus: 0.5, memoryMiB: 512, logLevel: "warn" },
    "in a VPC, kept warm": {
      network: "main",
      subnetwork: "run",
      vpcEgress: "all-traffic",
      ingress: "internal-and-cloud-load-balancing",
      minInstances: 1,
      maxInstances: 3,
    },
    "with a domain": { domain: "churn.example.com" },
    "public, for pages": { public: true, corsOrigins: ["https://app.example.com"] },
    "everything else": {
      threshold: 0.4,
      environment: { MAX_THREADS: "2" },
      labels: { team: "risk" },
      keepImages: 1000,
      keepSourceDays: 1,
    },
  },
  samples: { ...runSamples, keepSourceDays: { keepSourceDays: 7 } },
  contexts: runContexts,
  values: runValues,
  refused: [
    ...runRefused,
    { vcpus: 0.5, concurrency: 80 },
    { vcpus: 0.3, memoryMiB: 1024 },
    { vcpus: 0.33333, memoryMiB: 512 },
    { environment: { FUNCTION_TARGET: "other" } },
    { environment: { MODELPORT_FAILURES: "1" } },
    { keepSourceDays: 0 },
  ],
  decidedTogether: runDecidedTogether,
  billing,
  mistakes,
};
