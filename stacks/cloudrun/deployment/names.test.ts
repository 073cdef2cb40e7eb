// What things are called, and where they are: the parts of the graph that must not change by accident.
import { afterEach, describe, expect, test, vi } from "vitest";
import { declarer } from "../declared.testing.ts";
import { deploy } from "../deploy.ts";

const declare = declarer(deploy);

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

interface Service {
  readonly template: Readonly<Record<string, unknown>>;
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
      const { name } = inputsOf("service") as { name: string };
      const { accountId } = inputsOf("account") as { accountId: string };
      expect(name.length).toBeLessThanOrEqual(49);
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

test("Google names the revisions: one that comes back after another must not meet its own name", async () => {
  const { inputsOf } = await declare();
  expect((inputsOf("service") as unknown as Service).template).not.toHaveProperty("revision");
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
