// What the target's suite is told of this target.
import path from "node:path";
import { runContexts, runDecidedTogether, runValues } from "@modelport/google/run-testing";
import type { TargetSuite } from "@modelport/target-suite";
import { billing } from "../billing.ts";
import { mistakes } from "../mistakes.ts";
import { refused } from "./refused.testing.ts";
import { samples } from "./samples.testing.ts";

const smallest = { vcpus: 0.5, memoryMiB: 512, concurrency: 1, executionEnvironment: "gen1" };
const inVpc = { network: "main", subnetwork: "run", vpcEgress: "all-traffic" };

export const suite: TargetSuite = {
  folder: path.dirname(import.meta.dirname),
  config: { "gcp:project": "example-project" },
  // A project of today: the two APIs are on that a person must enable, and the organization lets in nobody from outside.
  account: {
    enabledApis: ["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"],
    organizationPolicies: ["iam.allowedPolicyMemberDomains"],
  },
  computed: {
    "gcp:cloudrunv2/service:Service": ({ inputs: { name } }) => {
      const revision = `projects/example-project/locations/us-central1/services/${String(name)}/revisions/${String(name)}-00001-abc`;
      return { latestCreatedRevision: revision, latestReadyRevision: revision };
    },
    "gcp:cloudrun/domainMapping:DomainMapping": () => ({
      statuses: [{ resourceRecords: [{ name: "churn", type: "CNAME", rrdata: "ghs.googlehosted.com." }] }],
    }),
  },
  // Together they take every branch of the program.
  variants: {
    "for a group and an app": {
      invokers: ["group:risk@example.com", "serviceAccount:app@example.iam.gserviceaccount.com"],
    },
    "a small one of the first generation": { ...smallest, logLevel: "warn" },
    "in a VPC, kept warm": {
      ...inVpc,
      ingress: "internal-and-cloud-load-balancing",
      minInstances: 1,
      maxInstances: 3,
    },
    "never paused, with a domain": { cpuAlways: true, domain: "churn.example.com", minInstances: 1 },
    "public, for pages": { public: true, corsOrigins: ["https://app.example.com"] },
    protected: { deletionProtection: true },
    "everything else": {
      threshold: 0.4,
      environment: { MAX_THREADS: "2" },
      labels: { team: "risk" },
      keepImages: 1000,
    },
  },
  samples,
  contexts: runContexts,
  values: runValues,
  refused,
  decidedTogether: runDecidedTogether,
  billing,
  mistakes,
};
