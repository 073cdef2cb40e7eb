// What things are called, and where they are: the parts of the graph that must not change by accident.
import { afterEach, describe, expect, test, vi } from "vitest";
import { type Declare, declarer } from "./declared.testing.ts";
import { deploy } from "./deploy.ts";

const declare = declarer(deploy);

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

interface Service {
  readonly template: { readonly revision: string };
}

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
  const revisionOf = async (...given: Parameters<Declare>) =>
    ((await declare(...given)).inputsOf("service") as unknown as Service).template.revision;

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
    "No Google Cloud project is named: set yours with `npx pulumi config set gcp:project '<project id>' --stack cloudrun`, or in GOOGLE_CLOUD_PROJECT.";

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

  test.each([
    ["gcp:region", "europe-west11"],
    ["GOOGLE_REGION", "us-central11"],
  ])("a region that Cloud Run does not have is refused, whether %s or a variable names it", async (name, region) => {
    if (!name.includes(":")) vi.stubEnv(name, region);
    const config = { "gcp:project": "mine", ...(name.includes(":") ? { [name]: region } : {}) };
    await expect(declare({}, { config })).rejects.toThrow(
      `${name} is "${region}", but Cloud Run has no region of that name: set it with ` +
        `\`npx pulumi config set gcp:region ${region.slice(0, -1)} --stack cloudrun\`, or add it to ` +
        "stacks/cloudrun/regions.ts where Google has opened it since.",
    );
  });
});
