// What the checks of every target cannot know: which input a setting becomes, and what things are called and where they are.
import type { RawSettings } from "@modelport/target-kit";
import { declare as declareTarget, describeInputs, type Surroundings } from "@modelport/target-suite";
import { afterEach, describe, expect, test, vi } from "vitest";
import { suite } from "./suite.testing.ts";
import { cloudrun } from "../target.ts";

const declare = (settings: RawSettings = {}, surroundings?: Surroundings) =>
  declareTarget(cloudrun, suite, settings, surroundings);

afterEach(() => vi.unstubAllEnvs());

const template = "service.template";
const container = `${template}.containers.0`;
const anything: unknown = expect.anything();
const including = (item: object): unknown => expect.arrayContaining([expect.objectContaining(item)]);
const without = (item: object): unknown => expect.not.arrayContaining([expect.objectContaining(item)]);
const variable = (name: string, value: string) => ({ [`${container}.envs`]: including({ name, value }) });
const httpGet = (path: string) => ({ path, port: 8000 });

describeInputs(cloudrun, suite, [
  [{}, { [`${template}.maxInstanceRequestConcurrency`]: 80, [`${template}.timeout`]: "300s" }],
  [{}, { [`${template}.scaling`]: { minInstanceCount: 0, maxInstanceCount: 10 } }],
  [{}, { [`${container}.resources.limits`]: { cpu: "1", memory: "1024Mi" }, [`${container}.resources.cpuIdle`]: true }],
  [
    {},
    {
      [`${container}.resources.startupCpuBoost`]: true,
      [`${container}.ports`]: { name: "http1", containerPort: 8000 },
    },
  ],
  [
    {},
    { [`${container}.startupProbe.httpGet`]: httpGet("/ready"), [`${container}.startupProbe.failureThreshold`]: 60 },
  ],
  // A failure a second, so that the threshold is modelport:startupSeconds.
  [{}, { [`${container}.startupProbe.periodSeconds`]: 1, [`${container}.livenessProbe.failureThreshold`]: 3 }],
  [
    {},
    { [`${container}.livenessProbe.httpGet`]: httpGet("/health"), [`${container}.livenessProbe.periodSeconds`]: 30 },
  ],
  [{}, { "service.ingress": "INGRESS_TRAFFIC_ALL", "service.invokerIamDisabled": false }],
  [{}, { "service.traffics": [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }] }],
  // Google names the revisions: one that comes back after another must not meet its own name.
  [{}, { [`${template}.revision`]: undefined }],
  [{}, { "repository.cleanupPolicyDryRun": false, "repository.cleanupPolicies": including({ action: "KEEP" }) }],
  // What keeps images deletes none by itself.
  [
    {},
    {
      "repository.cleanupPolicies": including({
        action: "DELETE",
        condition: { tagState: "ANY", olderThan: "2592000s" },
      }),
    },
  ],
  [{ keepImages: 20 }, { "repository.cleanupPolicies": including({ mostRecentVersions: { keepCount: 20 } }) }],
  [{ invokers: ["group:risk@example.com"] }, { "invokers.role": "roles/run.invoker", "invokers.name": "example-api" }],
  [{ invokers: ["group:risk@example.com"] }, { "invokers.members": ["group:risk@example.com"] }],
  // Organizations refuse a binding of allUsers: the check of callers is off instead.
  [{ public: true }, { "service.invokerIamDisabled": true }],
  [{ ingress: "internal" }, { "service.ingress": "INGRESS_TRAFFIC_INTERNAL_ONLY" }],
  [{ vcpus: 0.5 }, { [`${container}.resources.limits.cpu`]: "500m", [`${template}.maxInstanceRequestConcurrency`]: 1 }],
  [{ memoryMiB: 512 }, { [`${container}.resources.limits.memory`]: "512Mi" }],
  [{ executionEnvironment: "gen1" }, { [`${template}.executionEnvironment`]: "EXECUTION_ENVIRONMENT_GEN1" }],
  [{ minInstances: 1, maxInstances: 3 }, { [`${template}.scaling`]: { minInstanceCount: 1, maxInstanceCount: 3 } }],
  [{ timeoutSeconds: 60 }, { [`${template}.timeout`]: "60s" }],
  [{ startupSeconds: 30 }, { [`${container}.startupProbe.failureThreshold`]: 30 }],
  [{ startupCpuBoost: false }, { [`${container}.resources.startupCpuBoost`]: false }],
  // The CPU is kept only if it is asked for.
  [{ cpuAlways: true }, { [`${container}.resources.cpuIdle`]: false }],
  [{ deletionProtection: true }, { "service.deletionProtection": true }],
  [{ labels: { team: "risk" } }, { "service.labels.team": "risk", "repository.labels.team": "risk" }],
  [
    { network: "main", subnetwork: "run", vpcEgress: "all-traffic" },
    { [`${template}.vpcAccess.egress`]: "ALL_TRAFFIC" },
  ],
  // Stated, so that none is kept of another network.
  [{ network: "main" }, { [`${template}.vpcAccess.networkInterfaces`]: [{ network: "main", subnetwork: "main" }] }],
  [
    { network: "projects/shared/global/networks/main" },
    {
      [`${template}.vpcAccess.networkInterfaces.0.subnetwork`]: "projects/shared/regions/us-central1/subnetworks/main",
    },
  ],
  [{}, variable("MAX_BATCH_BYTES", "33554432")],
  [{ vcpus: 2 }, variable("WORKERS", "2")],
  [{ vcpus: 8 }, variable("WORKERS", "8")],
  [{}, { [`${container}.envs`]: without({ name: "WORKERS" }) }],
  [{ threshold: 0 }, variable("THRESHOLD", "0")],
  [{ logLevel: "warn" }, variable("LOG_LEVEL", "warn")],
  [{ environment: { MAX_THREADS: "2" } }, variable("MAX_THREADS", "2")],
  [
    { public: true, corsOrigins: ["https://a.example", "http://b:1"] },
    variable("CORS_ORIGINS", "https://a.example,http://b:1"),
  ],
  [{ public: true }, { [`${container}.envs`]: without({ name: "CORS_ORIGINS" }) }],
  [
    { domain: "churn.example.com" },
    { "domain.name": "churn.example.com", "domain.spec": { routeName: "example-api" } },
  ],
]);

test("the image is pushed from the artifact, and its reference, the revision and the DNS records are outputs", async () => {
  const { inputsOf, outputs, artifacts } = await declare({ domain: "churn.example.com" });
  const repository = "us-central1-docker.pkg.dev/example-project/example-api/inference-api";
  const [image] = artifacts;
  const tag = `1.0.0-${image?.digest.slice("sha256:".length, "sha256:".length + 12)}`;
  expect(inputsOf("image")).toEqual({ archive: anything, repository, digest: image?.digest, tag });
  expect(outputs).toMatchObject({
    imageReference: `${repository}@${image?.digest}`,
    revision: "example-api-00001-abc",
    dnsRecords: "churn CNAME ghs.googlehosted.com.",
  });
});

test("what stands around the service is not in its template, of which each change makes a revision", async () => {
  const { inputsOf } = await declare();
  const { inputsOf: ofOther } = await declare({ public: true, ingress: "internal", labels: { team: "risk" } });
  expect(ofOther("service")["template"]).toEqual(inputsOf("service")["template"]);
});

test("a revision that is not ready is warned of, and the one that still answers is the output", async () => {
  const names = {
    latestCreatedRevision: "services/api/revisions/api-2",
    latestReadyRevision: "services/api/revisions/api-1",
  };
  const computed = { ...suite.computed, "gcp:cloudrunv2/service:Service": () => names };
  const { outputs, warnings } = await declareTarget(cloudrun, { ...suite, computed });
  expect(outputs["revision"]).toBe("api-1");
  expect(warnings.join()).toMatch(
    /^The newest revision, api-2, is not ready, so api-1 still answers: read why with `gcloud /,
  );
});

test("the caller is the service account that the provider impersonates", async () => {
  const config = { "gcp:project": "example", "gcp:impersonateServiceAccount": "ci@example.iam.gserviceaccount.com" };
  const { outputs } = await declare({}, { config });
  expect(outputs["auth"]).toBe("google-identity-token?impersonate=ci%40example.iam.gserviceaccount.com");
  expect(outputs["curl"]).toContain("--impersonate-service-account=ci@example.iam.gserviceaccount.com --include-email");
  expect((await declare({ public: true }, { config })).outputs["auth"]).toBe("none");
});

test("the preflight looks for the names that the resources get", async () => {
  const { inputsOf } = await declare({}, { stack: "cloudrun-pr-12" });
  const { project, location: region, name: service } = inputsOf("service");
  const [{ repositoryId: repository }, { accountId: account }] = [inputsOf("repository"), inputsOf("account")];
  const names = { stack: "cloudrun-pr-12", project, region, service, repository, account };
  expect(inputsOf("preflight")).toMatchObject(names);
});

describe("names", () => {
  const namesIn = async (surroundings: Surroundings) => {
    const { inputsOf } = await declare({}, surroundings);
    return [inputsOf("service")["name"], inputsOf("repository")["repositoryId"], inputsOf("account")["accountId"]];
  };

  test.each([
    [
      "another stack of the project",
      { stack: "cloudrun-pr-12" },
      ["example-api-pr-12", "example-api-pr-12", "example-api-pr-12"],
    ],
    ["a model with a short name", { model: "m" }, ["m-api", "m-api", "m-api-runner"]],
  ])("of %s", async (_title, surroundings, names) => {
    expect(await namesIn(surroundings)).toEqual(names);
  });

  test("long ones are cut, and stay different", async () => {
    const model = "a-model-with-a-name-that-nobody-would-give-to-a-model";
    const names = await Promise.all(["one", "two"].map((each) => namesIn({ model, stack: `cloudrun-${each}` })));
    for (const [service, , account] of names) {
      expect(String(service).length).toBeLessThanOrEqual(49);
      expect(account).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
    }
    expect(new Set(names.flatMap(([service, , account]) => [service, account])).size).toBe(4);
  });
});

describe("the project and the region", () => {
  const unset = ["GOOGLE_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"];

  test("no project is one sentence", async () => {
    for (const name of unset) vi.stubEnv(name, "");
    await expect(declare({}, { config: {} })).rejects.toThrow(
      "No Google Cloud project is named: set yours with `npx pulumi config set gcp:project '<project id>' --stack cloudrun`, or in GOOGLE_CLOUD_PROJECT.",
    );
  });

  test.each(unset)("a project may come from %s, for every resource", async (variableName) => {
    for (const name of unset) vi.stubEnv(name, "");
    vi.stubEnv(variableName, "from-the-environment");
    const { inputsOf, names } = await declare({}, { config: {} });
    for (const name of names.filter((each) => each !== "image")) {
      expect(inputsOf(name), name).toMatchObject({ project: "from-the-environment" });
    }
  });

  test("the stack's file comes before it, and names the region", async () => {
    vi.stubEnv("GOOGLE_CLOUD_PROJECT", "from-the-environment");
    const config = { "gcp:project": "of-the-stack", "gcp:region": "europe-west1" };
    const { inputsOf, outputs } = await declare({}, { config });
    for (const name of ["service", "repository"]) {
      expect(inputsOf(name)).toMatchObject({ project: "of-the-stack", location: "europe-west1" });
    }
    expect(outputs).toMatchObject({ project: "of-the-stack", region: "europe-west1" });
  });

  test.each([
    ["gcp:region", "europe-west11"],
    ["GOOGLE_REGION", "us-central11"],
  ])("a region that Google Cloud does not have is refused, whether %s or a variable names it", async (name, region) => {
    if (!name.includes(":")) vi.stubEnv(name, region);
    const config = { "gcp:project": "mine", ...(name.includes(":") ? { [name]: region } : {}) };
    await expect(declare({}, { config })).rejects.toThrow(
      `${name} is "${region}", but Google Cloud has no region of that name: set it with ` +
        `\`npx pulumi config set gcp:region ${region.slice(0, -1)} --stack cloudrun\`, or, if Google has opened it since, add it to ` +
        "packages/google/src/regions.ts.",
    );
  });
});
