import { afterEach, describe, expect, test, vi } from "vitest";
import { type Declare, declarer, DIGEST } from "./declared.testing.ts";
import { deploy } from "./deploy.ts";

const declare = declarer(deploy);

const repository = "us-central1-docker.pkg.dev/example/example-api/inference-api";
const labels = { "managed-by": "modelport", "modelport-stack": "cloudrun" };

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

interface Service {
  readonly template: {
    readonly revision: string;
    readonly containers: readonly { readonly envs: readonly { readonly name: string; readonly value: string }[] }[];
  };
}

const serviceOf = async (...given: Parameters<Declare>) =>
  (await declare(...given)).inputsOf("service") as unknown as Service;
const variablesOf = ({ template }: Service) =>
  Object.fromEntries((template.containers[0]?.envs ?? []).map(({ name, value }) => [name, value]));

describe("the course's settings", () => {
  test("are the service's inputs, all of them stated", async () => {
    const { inputsOf } = await declare();
    expect(inputsOf("service")).toEqual({
      project: "example",
      location: "us-central1",
      name: "example-api",
      labels,
      ingress: "INGRESS_TRAFFIC_ALL",
      deletionProtection: false,
      traffics: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
      template: {
        revision: expect.stringMatching(/^example-api-01234567-[0-9a-f]{8}$/),
        serviceAccount: "example-api@example.iam.gserviceaccount.com",
        scaling: { minInstanceCount: 0, maxInstanceCount: 10 },
        maxInstanceRequestConcurrency: 80,
        timeout: "300s",
        executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
        containers: [
          {
            name: "api",
            image: `${repository}@${DIGEST}`,
            ports: { name: "http1", containerPort: 8000 },
            resources: { limits: { cpu: "1", memory: "1024Mi" }, cpuIdle: true, startupCpuBoost: true },
            envs: [
              { name: "DRAIN_DELAY_MS", value: "0" },
              { name: "DRAIN_TIMEOUT_MS", value: "8000" },
              { name: "HEADERS_TIMEOUT_MS", value: "66000" },
              { name: "KEEP_ALIVE_TIMEOUT_MS", value: "0" },
              { name: "LOG_LEVEL", value: "info" },
              { name: "MAX_BATCH_BYTES", value: "33554432" },
              { name: "MODELPORT_ARTIFACT_DIGEST", value: DIGEST },
            ],
            startupProbe: {
              httpGet: { path: "/ready", port: 8000 },
              periodSeconds: 1,
              timeoutSeconds: 1,
              failureThreshold: 60,
            },
            livenessProbe: {
              httpGet: { path: "/health", port: 8000 },
              periodSeconds: 30,
              timeoutSeconds: 5,
              failureThreshold: 3,
            },
          },
        ],
      },
    });
  });

  test("need these resources beside it", async () => {
    const { names, inputsOf } = await declare();
    expect(names).toEqual(["account", "api-artifactregistry", "api-iam", "api-run", "image", "repository", "service"]);
    expect(inputsOf("image")).toEqual({
      archive: "apps/inference-api/dist/image-linux-x64.tar",
      repository,
      digest: DIGEST,
      tag: "1.0.0-0123456789ab",
    });
    expect(inputsOf("repository")).toEqual({
      project: "example",
      location: "us-central1",
      repositoryId: "example-api",
      format: "DOCKER",
      description: "Images of a model's API, by digest",
      labels,
      cleanupPolicyDryRun: false,
      cleanupPolicies: [
        { id: "delete-old", action: "DELETE", condition: { tagState: "ANY", olderThan: "2592000s" } },
        { id: "keep-recent", action: "KEEP", mostRecentVersions: { keepCount: 10 } },
      ],
    });
    expect(inputsOf("account")).toEqual({
      project: "example",
      accountId: "example-api",
      description: "Runs example-api and has no rights",
    });
    for (const api of ["artifactregistry", "iam", "run"]) {
      expect(inputsOf(`api-${api}`)).toEqual({
        project: "example",
        service: `${api}.googleapis.com`,
        disableOnDestroy: false,
      });
    }
  });

  test("give these outputs", async () => {
    const { outputs, inputsOf } = await declare();
    const url = "https://example-api-1a2b3c4-uc.a.run.app";
    expect(outputs).toEqual({
      url,
      predictUrl: `${url}/api/v1/predict`,
      artifactDigest: DIGEST,
      auth: "google-identity-token",
      curl: `curl -s ${url}/api/v1/predict -H "authorization: Bearer $(gcloud auth print-identity-token)" -H 'content-type: application/json' -d '{"age":35}'`,
      project: "example",
      region: "us-central1",
      serviceName: "example-api",
      revision: (inputsOf("service") as unknown as Service).template.revision,
      imageReference: `${repository}@${DIGEST}`,
      serviceAccount: "example-api@example.iam.gserviceaccount.com",
      dnsRecords: "none",
    });
  });
});

describe("who may ask", () => {
  const binding = { project: "example", location: "us-central1", name: "example-api", role: "roles/run.invoker" };

  test("nobody is bound by default, and nothing is warned of", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    expect((await declare()).inputsOf("invokers")).toBeUndefined();
    expect(warn).not.toHaveBeenCalled();
  });

  test("the members that are named", async () => {
    const invokers = ["group:risk@example.com", "serviceAccount:app@example.iam.gserviceaccount.com"];
    const { inputsOf, outputs } = await declare({ invokers });
    expect(inputsOf("invokers")).toEqual({ ...binding, members: invokers });
    expect(outputs["auth"]).toBe("google-identity-token");
  });

  test.each([
    [
      "all",
      "Anybody on the internet can ask example-api for predictions, and you pay for it: modelport:public is true.",
    ],
    [
      "internal",
      "Anybody who can reach it from your networks can ask example-api for predictions, and you pay for it: modelport:public is true.",
    ],
  ])("everybody, with a warning, where the ingress is %s", async (ingress, sentence) => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const { inputsOf, outputs } = await declare({ public: "true", ingress });
    expect(inputsOf("invokers")).toEqual({ ...binding, members: ["allUsers"] });
    expect(outputs["auth"]).toBe("none");
    expect(outputs["curl"]).not.toContain("authorization");
    expect(warn.mock.calls.map(([line]) => String(line))).toEqual([`warning: [runtime] ${sentence}`]);
  });
});

describe("settings", () => {
  test("each has its place in the service", async () => {
    const service = await serviceOf({
      vcpus: "0.5",
      memoryMiB: "512",
      concurrency: "1",
      executionEnvironment: "gen1",
      minInstances: "1",
      maxInstances: "3",
      timeoutSeconds: "60",
      startupSeconds: "30",
      startupCpuBoost: "false",
      ingress: "internal-and-cloud-load-balancing",
      deletionProtection: "true",
      labels: { team: "risk" },
      network: "main",
      subnetwork: "run",
      vpcEgress: "all-traffic",
      threshold: "0",
      logLevel: "warn",
      environment: { MAX_THREADS: "2" },
    });
    expect(service).toMatchObject({
      deletionProtection: true,
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      labels: { ...labels, team: "risk" },
      template: {
        executionEnvironment: "EXECUTION_ENVIRONMENT_GEN1",
        maxInstanceRequestConcurrency: 1,
        scaling: { minInstanceCount: 1, maxInstanceCount: 3 },
        timeout: "60s",
        vpcAccess: { egress: "ALL_TRAFFIC", networkInterfaces: [{ network: "main", subnetwork: "run" }] },
        containers: [
          {
            resources: { limits: { cpu: "500m", memory: "512Mi" }, cpuIdle: true, startupCpuBoost: false },
            startupProbe: { failureThreshold: 30 },
          },
        ],
      },
    });
    expect(variablesOf(service)).toMatchObject({ LOG_LEVEL: "warn", MAX_THREADS: "2", THRESHOLD: "0" });
  });

  test("the CPU is kept only where it is asked for", async () => {
    expect(await serviceOf({ cpuAlways: "true" })).toMatchObject({
      template: { containers: [{ resources: { cpuIdle: false } }] },
    });
  });

  test("a domain is led to the service, and its records are an output", async () => {
    const { inputsOf, outputs } = await declare({ domain: "churn.example.com" });
    expect(inputsOf("domain")).toEqual({
      project: "example",
      location: "us-central1",
      name: "churn.example.com",
      metadata: { namespace: "example" },
      spec: { routeName: "example-api" },
    });
    expect(outputs["dnsRecords"]).toBe("api CNAME ghs.googlehosted.com.");
  });
});

describe("names", () => {
  test("another stack of the project has names of its own", async () => {
    const { inputsOf } = await declare({}, { stack: "cloudrun-pr-12" });
    expect(inputsOf("service")).toMatchObject({ name: "example-api-pr-12" });
    expect(inputsOf("repository")).toMatchObject({ repositoryId: "example-api-pr-12" });
    expect(inputsOf("account")).toMatchObject({ accountId: "example-api-pr-12" });
  });

  test("long ones are cut, and stay different", async () => {
    const model = "a-model-with-a-name-that-nobody-would-give-to-a-model";
    const names: string[] = [];
    for (const environment of ["one", "two"]) {
      const { inputsOf } = await declare({}, { model, stack: `cloudrun-${environment}` });
      const { name, template } = inputsOf("service") as unknown as Service & { name: string };
      const { accountId } = inputsOf("account") as { accountId: string };
      expect(name.length).toBeLessThanOrEqual(44);
      expect(template.revision.length).toBeLessThanOrEqual(63);
      expect(template.revision.startsWith(`${name}-`)).toBe(true);
      expect(accountId).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
      names.push(name, accountId);
    }
    expect(new Set(names).size).toBe(4);
  });

  test("a short one is long enough for an account", async () => {
    const { inputsOf } = await declare({}, { model: "m" });
    expect(inputsOf("service")).toMatchObject({ name: "m-api" });
    expect(inputsOf("account")).toMatchObject({ accountId: "m-api-runner" });
  });
});

describe("the revision", () => {
  const revisionOf = async (...given: Parameters<Declare>) => (await serviceOf(...given)).template.revision;

  test("has the same name for the same image and settings", async () => {
    expect(await revisionOf({ memoryMiB: "1024" })).toBe(await revisionOf());
    expect(await revisionOf({ environment: { A: "1", B: "2" } })).toBe(
      await revisionOf({ environment: { B: "2", A: "1" } }),
    );
  });

  test("has another name for every setting that it is made of, and the image's digest in all of them", async () => {
    const changes = [
      { vcpus: "2" },
      { memoryMiB: "2048" },
      { minInstances: "1" },
      { maxInstances: "11" },
      { concurrency: "81" },
      { timeoutSeconds: "301" },
      { startupSeconds: "61" },
      { cpuAlways: "true" },
      { startupCpuBoost: "false" },
      { executionEnvironment: "gen1" },
      { threshold: "0.4" },
      { logLevel: "debug" },
      { environment: { A: "1" } },
      { network: "main" },
      { subnetwork: "main" },
    ];
    const names = [await revisionOf()];
    for (const change of changes) names.push(await revisionOf(change));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^example-api-01234567-[0-9a-f]{8}$/);
  });

  test("keeps its name where only what stands around it changes", async () => {
    const unchanged = await revisionOf();
    for (const change of [{ ingress: "internal" }, { labels: { a: "b" } }, { keepImages: "3" }, { public: "true" }]) {
      vi.spyOn(console, "warn").mockReturnValue();
      expect(await revisionOf(change)).toBe(unchanged);
    }
  });

  test("has another name for another image", async () => {
    const other = `sha256:${"fedcba98".repeat(8)}` as const;
    const artifact = {
      kind: "oci-image",
      platform: "linux-x64",
      bytes: 1,
      unpackedBytes: 1,
      path: "image.tar",
    } as const;
    expect(await revisionOf({}, { artifact: { ...artifact, digest: other } })).toMatch(/^example-api-fedcba98-/);
  });
});

describe("where", () => {
  const unset = ["GOOGLE_PROJECT", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT"];
  const noProject =
    'No Google Cloud project is named: set one with "pulumi config set gcp:project <project id>", or in GOOGLE_CLOUD_PROJECT.';

  test("no project is one sentence", async () => {
    for (const name of unset) vi.stubEnv(name, "");
    await expect(declare({}, { config: {} })).rejects.toThrow(noProject);
  });

  test.each(unset)("a project may come from %s", async (variable) => {
    for (const name of unset) vi.stubEnv(name, "");
    vi.stubEnv(variable, "from-the-environment");
    const { inputsOf } = await declare({}, { config: {} });
    for (const name of ["service", "repository", "account", "api-run"]) {
      expect(inputsOf(name)).toMatchObject({ project: "from-the-environment" });
    }
  });

  test("the stack's file comes before it, and names the region", async () => {
    vi.stubEnv("GOOGLE_CLOUD_PROJECT", "from-the-environment");
    const config = { "gcp:project": "of-the-stack", "gcp:region": "europe-west1" };
    const { inputsOf, outputs } = await declare({}, { config });
    expect(inputsOf("service")).toMatchObject({ project: "of-the-stack", location: "europe-west1" });
    expect(inputsOf("repository")).toMatchObject({ project: "of-the-stack", location: "europe-west1" });
    expect(outputs).toMatchObject({ project: "of-the-stack", region: "europe-west1" });
  });
});
