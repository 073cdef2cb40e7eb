// What Google and its provider do with inputs, and what they refuse: one test for each row of facts/gcp-behavior.ts.
import { remediesFor } from "@modelport/pulumi-cli";
import { describe, expect, test } from "vitest";
import { standIn } from "./stand-in.testing.ts";
import type { AccountChoice } from "./account.ts";
import type { Values } from "@modelport/sdk-schema/wire";

const SERVICE = "gcp:cloudrunv2/service:Service";
const BINDING = "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding";
const REPOSITORY = "gcp:artifactregistry/repository:Repository";
const ACCOUNT = "gcp:serviceaccount/account:Account";
const API = "gcp:projects/service:Service";

const google = (account?: AccountChoice) => standIn("gcp", { project: "shop" }, account);

const service = (template: Values = {}, more: Values = {}) => ({
  project: "shop",
  location: "us-central1",
  name: "api",
  template: { containers: [{ image: "image" }], ...template },
  ...more,
});
const binding = (members: readonly string[]) => ({
  project: "shop",
  location: "us-central1",
  name: "api",
  role: "roles/run.invoker",
  members,
});
const repository = (more: Values = {}) => ({
  project: "shop",
  location: "us-central1",
  repositoryId: "images",
  format: "DOCKER",
  ...more,
});

describe("what Google gives back", () => {
  test("members are lower case and a set; another case or order is no change, another member is one", async () => {
    const { make, diff } = google();
    const made = await make(BINDING, "callers", binding(["user:Ann@Example.com", "domain:Example.com"]));
    expect(made.outputs["members"]).toEqual(["domain:example.com", "user:ann@example.com"]);
    expect(await diff(BINDING, "callers", made, binding(["user:ANN@example.com", "domain:example.com"]))).toEqual([]);
    expect(await diff(BINDING, "callers", made, binding(["domain:example.com"]))).not.toEqual([]);
  });

  test("an identity of a pool keeps its case", async () => {
    const member = "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/CI/subject/Main";
    expect((await google().make(BINDING, "callers", binding([member]))).outputs["members"]).toEqual([member]);
  });

  test("both members of a VPC's interface come back, and the one that is left out is kept", async () => {
    const { make, change } = google();
    const inVpc = (place: Values) => service({ vpcAccess: { egress: "ALL_TRAFFIC", networkInterfaces: [place] } });
    const made = await make(SERVICE, "service", inVpc({ network: "main" }));
    const interfaces = { vpcAccess: { networkInterfaces: [{ network: "main", subnetwork: "main" }] } };
    expect(made.outputs["template"]).toMatchObject(interfaces);
    const { outputs } = await change(SERVICE, "service", made, inVpc({ network: "other" }));
    expect(outputs["template"]).toMatchObject({
      vpcAccess: { networkInterfaces: [{ network: "other", subnetwork: "main" }] },
    });
  });

  test.each([
    ["scaling", { minInstanceCount: 1, maxInstanceCount: 3 }],
    ["timeout", "60s"],
    ["maxInstanceRequestConcurrency", 5],
  ])("%s of a revision stays when it is left out", async (input, value) => {
    const { make, diff } = google();
    const made = await make(SERVICE, "service", service({ [input]: value }));
    expect(await diff(SERVICE, "service", made, service())).toEqual([]);
  });

  test("so does the ingress; the check of callers does not stay off", async () => {
    const { make, diff } = google();
    const made = await make(
      SERVICE,
      "service",
      service({}, { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY", invokerIamDisabled: true }),
    );
    expect(await diff(SERVICE, "service", made, service())).toEqual(["delete invokerIamDisabled"]);
  });

  test("a repository's ages come back in seconds; other units, another order and another case are no change", async () => {
    const { make, diff } = google();
    const remove = { id: "old", action: "DELETE", condition: { olderThan: "30d" } };
    const keep = { id: "recent", action: "KEEP", mostRecentVersions: { keepCount: 10 } };
    const made = await make(REPOSITORY, "images", repository({ cleanupPolicies: [remove, keep] }));
    expect(made.outputs["cleanupPolicies"]).toMatchObject([{ condition: { olderThan: "2592000s" } }, keep]);
    const other = repository({ format: "docker", cleanupPolicies: [keep, remove] });
    expect(await diff(REPOSITORY, "images", made, other)).toEqual([]);
    const less = repository({ cleanupPolicies: [remove, { ...keep, mostRecentVersions: { keepCount: 3 } }] });
    expect(await diff(REPOSITORY, "images", made, less)).not.toEqual([]);
  });

  test("a service under its full name, and a project under its path, are the same", async () => {
    const { make, diff } = google();
    const made = await make(BINDING, "callers", binding(["domain:example.com"]));
    const full = { ...binding(["domain:example.com"]), name: "projects/shop/locations/us-central1/services/api" };
    expect(await diff(BINDING, "callers", made, full)).toEqual([]);
    const api = await make(API, "run", { project: "shop", service: "run.googleapis.com" });
    expect(await diff(API, "run", api, { project: "projects/shop", service: "run.googleapis.com" })).toEqual([]);
  });
});

test("two bindings of one service wait for each other", async () => {
  const { make } = google();
  const of = (role: string) => ({ ...binding(["domain:example.com"]), role });
  await Promise.all([make(BINDING, "one", of("roles/run.invoker")), make(BINDING, "two", of("roles/run.viewer"))]);
});

describe("what Google refuses", () => {
  const named = (revision: string, image: string) => service({ revision, containers: [{ image }] });

  test("a revision's name that stands for another template; the same template is taken", async () => {
    const { make, change } = google();
    const first = await make(SERVICE, "service", named("api-a", "one"));
    const second = await change(SERVICE, "service", first, named("api-b", "two"));
    await expect(change(SERVICE, "service", second, named("api-a", "three"))).rejects.toThrow(
      "Error 409: Revision named 'api-a' with different configuration already exists.",
    );
    const third = await change(SERVICE, "service", second, named("api-a", "one"));
    expect(third.outputs["latestReadyRevision"]).toMatch(/\/revisions\/api-a$/);
  });

  test("without a name of its own, what was there before becomes a third revision", async () => {
    const { make, change } = google();
    let made = await make(SERVICE, "service", service({ timeout: "1s" }));
    const names = [made.outputs["latestReadyRevision"]];
    for (const timeout of ["2s", "1s"]) {
      made = await change(SERVICE, "service", made, service({ timeout }));
      names.push(made.outputs["latestReadyRevision"]);
    }
    expect(new Set(names).size).toBe(3);
  });

  test("a service account of the project that is not there", async () => {
    const { make } = google();
    const serviceAccount = "runner@shop.iam.gserviceaccount.com";
    const runs = service({ serviceAccount });
    await expect(make(SERVICE, "service", runs)).rejects.toThrow(
      `Permission 'iam.serviceaccounts.actAs' denied on service account ${serviceAccount} (or it may not exist)`,
    );
    await make(ACCOUNT, "runner", { project: "shop", accountId: "runner" });
    await make(SERVICE, "service", runs);
  });

  test("a service account with a name of five characters", async () => {
    await expect(google().make(ACCOUNT, "short", { project: "shop", accountId: "short" })).rejects.toThrow(
      '"account_id" ("short") doesn\'t match regexp',
    );
  });

  test("everybody, in an organization of today; the check of callers may be off there, unless that is forbidden", async () => {
    const { make } = google("organization");
    await expect(make(BINDING, "callers", binding(["allUsers"]))).rejects.toThrow(
      "One or more users named in the policy do not belong to a permitted customer",
    );
    const open = service({}, { invokerIamDisabled: true });
    await make(SERVICE, "service", open);
    const strict = google({ organizationPolicies: ["run.managed.requireInvokerIam"] });
    await expect(strict.make(SERVICE, "service", open)).rejects.toThrow("constraints/run.managed.requireInvokerIam");
  });
});

test("each refusal that a user can fix has a sentence that says how, and one that passes by itself is known to", async () => {
  const enabled = ["serviceusage.googleapis.com", "cloudresourcemanager.googleapis.com"];
  const open = service({}, { invokerIamDisabled: true });
  const strict = { organizationPolicies: ["run.managed.requireInvokerIam"] };
  const runner = service({ serviceAccount: "runner@shop.iam.gserviceaccount.com" });
  const run = { project: "shop", service: "run.googleapis.com" };
  const refused: readonly (readonly [boolean, AccountChoice, string, Values])[] = [
    [false, { enabledApis: [] }, API, run],
    [false, { enabledApis: ["serviceusage.googleapis.com"] }, API, run],
    [true, { enabledApis: enabled }, SERVICE, service()],
    [true, { enabledApis: enabled }, REPOSITORY, repository()],
    [true, { enabledApis: enabled }, ACCOUNT, { project: "shop", accountId: "runner" }],
    [true, { enabledApis: enabled }, BINDING, binding(["domain:example.com"])],
    [false, "organization", BINDING, binding(["allUsers"])],
    [false, strict, SERVICE, open],
    [true, "used", SERVICE, runner],
  ];
  for (const [passes, account, type, inputs] of refused) {
    const error: unknown = await google(account)
      .make(type, "refused", inputs)
      .catch((thrown: unknown) => thrown);
    const words = error instanceof Error ? error.message : "taken";
    expect(remediesFor([words], "cloudrun"), words).toMatchObject({ passes, sentences: [expect.any(String)] });
  }
});

describe("a new project", () => {
  const on = ["serviceusage.googleapis.com", "cloudresourcemanager.googleapis.com"];
  const run = { project: "shop", service: "run.googleapis.com" };

  test.each([
    [[], "Service Usage API has not been used"],
    [["serviceusage.googleapis.com"], "Cloud Resource Manager API has not been used"],
  ])("with %j on, enabling another API is refused", async (enabledApis, words) => {
    await expect(google({ enabledApis }).make(API, "run", run)).rejects.toThrow(words);
  });

  test("an API that is on already is not read again through the Cloud Resource Manager", async () => {
    await google({ enabledApis: ["serviceusage.googleapis.com", "run.googleapis.com"] }).make(API, "run", run);
  });

  test("what an API makes is refused while it is off, and for a while after it was switched on", async () => {
    const { make } = google({ enabledApis: on, refusalsAfterEnabling: 2 });
    const words = "Cloud Run Admin API has not been used in project";
    await expect(make(SERVICE, "service", service())).rejects.toThrow(words);
    await make(API, "run", run);
    for (let call = 0; call < 2; call += 1) await expect(make(SERVICE, "service", service())).rejects.toThrow(words);
    await make(SERVICE, "service", service());
  });
});
