import { afterEach, describe, expect, test, vi } from "vitest";
import { type Declare, declarer, DIGEST } from "./declared.testing.ts";
import { deploy } from "./deploy.ts";

const declare = declarer(deploy);

const repository = "us-central1-docker.pkg.dev/example/example-api/inference-api";
const labels = { "managed-by": "modelport", "modelport-stack": "cloudrun" };

afterEach(() => {
  vi.restoreAllMocks();
});

interface Service {
  readonly template: {
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
      invokerIamDisabled: false,
      deletionProtection: false,
      traffics: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
      template: {
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
    expect(names).toEqual([
      "account",
      "api-artifactregistry",
      "api-iam",
      "api-run",
      "image",
      "preflight",
      "repository",
      "service",
    ]);
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
    expect(inputsOf("preflight")).toEqual({
      stack: "cloudrun",
      project: "example",
      region: "us-central1",
      service: "example-api",
      repository: "example-api",
      account: "example-api",
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
    const { outputs } = await declare();
    const url = "https://example-api-1a2b3c4-uc.a.run.app";
    expect(outputs).toMatchObject({
      url,
      predictUrl: `${url}/api/v1/predict`,
      artifactDigest: DIGEST,
      auth: "google-identity-token",
      curl: `curl -s ${url}/api/v1/predict -H "authorization: Bearer $(gcloud auth print-identity-token --audiences=${url} 2>/dev/null || gcloud auth print-identity-token)" -H 'content-type: application/json' -d '{"age":35}'`,
      project: "example",
      region: "us-central1",
      serviceName: "example-api",
      revision: "example-api-00001-abc",
      imageReference: `${repository}@${DIGEST}`,
      serviceAccount: "example-api@example.iam.gserviceaccount.com",
      dnsRecords: "none",
    });
  });
});

describe("who may ask", () => {
  const binding = { project: "example", location: "us-central1", name: "example-api", role: "roles/run.invoker" };

  test("nobody is bound by default, the check is on, and nothing is warned of", async () => {
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const { inputsOf } = await declare();
    expect(inputsOf("invokers")).toBeUndefined();
    expect(inputsOf("service")).toMatchObject({ invokerIamDisabled: false });
    expect(warn).not.toHaveBeenCalled();
  });

  test("the members that are named", async () => {
    const invokers = ["group:risk@example.com", "serviceAccount:app@example.iam.gserviceaccount.com"];
    const { inputsOf, outputs } = await declare({ invokers });
    expect(inputsOf("invokers")).toEqual({ ...binding, members: invokers });
    expect(outputs["auth"]).toBe("google-identity-token");
  });

  test("everyone, if it is public", async () => {
    const { inputsOf, outputs } = await declare({ public: "true" });
    // Organizations refuse a binding of allUsers; the check of callers is off instead.
    expect(inputsOf("invokers")).toBeUndefined();
    expect(inputsOf("service")).toMatchObject({ invokerIamDisabled: true });
    expect(outputs["auth"]).toBe("none");
    expect(outputs["curl"]).not.toContain("authorization");
  });
});

describe("settings", () => {
  test("origins of pages are the app's to answer", async () => {
    const corsOrigins = ["https://app.example.com", "http://localhost:5173"];
    const asked = variablesOf(await serviceOf({ public: "true", corsOrigins }));
    expect(asked["CORS_ORIGINS"]).toBe("https://app.example.com,http://localhost:5173");
    expect(Object.keys(variablesOf(await serviceOf({ public: "true" })))).not.toContain("CORS_ORIGINS");
  });

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

  test.each([
    ["main", "main"],
    ["projects/shared/global/networks/main", "projects/shared/regions/us-central1/subnetworks/main"],
  ])("the subnetwork of %s is stated, so that none is kept of another network", async (network, subnetwork) => {
    expect(await serviceOf({ network })).toMatchObject({
      template: { vpcAccess: { networkInterfaces: [{ network, subnetwork }] } },
    });
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

test("who asks is the service account that the provider impersonates", async () => {
  const config = { "gcp:project": "example", "gcp:impersonateServiceAccount": "ci@example.iam.gserviceaccount.com" };
  const { outputs } = await declare({}, { config });
  expect(outputs["auth"]).toBe("google-identity-token?impersonate=ci%40example.iam.gserviceaccount.com");
  expect(outputs["curl"]).toContain("--impersonate-service-account=ci@example.iam.gserviceaccount.com --include-email");
});
