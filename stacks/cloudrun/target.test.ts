import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describeTarget } from "@modelport/target-suite";
import { describe, expect, test } from "vitest";
import { deploy } from "./deploy.ts";
import { mistakes, variants } from "./mistakes.ts";
import { contexts, samples } from "./samples.testing.ts";
import { cloudrun } from "./target.ts";

const readme = readFileSync(path.join(import.meta.dirname, "README.md"), "utf8").replaceAll(/ +/g, " ");

describeTarget(cloudrun, {
  deploy,
  folder: import.meta.dirname,
  config: { "gcp:project": "example-project" },
  // A project of today: the two APIs are on that a person must enable, and the organization lets in nobody from outside.
  account: {
    enabledApis: ["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"],
    organizationPolicies: ["iam.allowedPolicyMemberDomains"],
  },
  computed: {
    "pulumi-nodejs:dynamic/modelport:Image": ({ inputs: { repository, digest } }) => ({
      reference: `${String(repository)}@${String(digest)}`,
    }),
    "gcp:cloudrunv2/service:Service": ({ inputs: { name } }) => {
      const revision = `projects/example-project/locations/us-central1/services/${String(name)}/revisions/${String(name)}-00001-abc`;
      return { latestCreatedRevision: revision, latestReadyRevision: revision };
    },
    "gcp:cloudrun/domainMapping:DomainMapping": () => ({
      statuses: [{ resourceRecords: [{ name: "churn", type: "CNAME", rrdata: "ghs.googlehosted.com." }] }],
    }),
  },
  variants,
  samples,
  contexts,
  values: {
    vcpus: [0.25, 0.5, 2, 4, 6],
    memoryMiB: [511, 512, 4097, 8192, 16_384, 24_576],
  },
  decidedTogether: {
    corsOrigins:
      "A private service cannot answer a CORS preflight request, and only the user opens a service to everybody.",
    vpcEgress: "Requests can go through a VPC only where the user names one.",
  },
  mistakes,
});

describe("the README", () => {
  test("has every output of the target's own", () => {
    for (const name of Object.keys(cloudrun.outputs)) expect(readme).toContain(`\`${name}\``);
  });

  test("has the costs that docs/costs/cloudrun.mjs gives", () => {
    const script = path.join(import.meta.dirname, "../../docs/costs/cloudrun.mjs");
    const rows = execFileSync(process.execPath, [script], { encoding: "utf8" }).split("\n").slice(2).filter(Boolean);
    expect(rows).toHaveLength(14);
    for (const row of rows) expect(readme).toContain(row);
  });
});

describe("facts", () => {
  test("the settings' limits are the facts'", () => {
    const { limits } = cloudrun.facts;
    const mostOf = (key: string) => cloudrun.settings.find((setting) => setting.key === key)?.allowed;
    expect(mostOf("memoryMiB")).toContain(` to ${limits.memoryMiB.value},`);
    expect(mostOf("vcpus")).toContain(` to ${limits.vcpus.value}`);
    expect(mostOf("timeoutSeconds")).toContain(` to ${limits.requestTimeoutSeconds.value},`);
    expect(mostOf("concurrency")).toContain(` to ${limits.concurrentRequestsPerInstance.value}`);
    expect(mostOf("maxInstances")).toContain(` to ${limits.instances.value}`);
  });
});
