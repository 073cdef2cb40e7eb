// What Cloud Functions and its builds refuse: one test for each row of facts/functions-behavior.ts.
import type { Values } from "@modelport/sdk-schema/wire";
import { expect, test } from "vitest";
import { standIn } from "./stand-in.testing.ts";
import type { AccountChoice } from "./account.ts";

const FUNCTION = "gcp:cloudfunctionsv2/function:Function";
const BUCKET = "gcp:storage/bucket:Bucket";

const account = (id: string) => `${id}@shop.iam.gserviceaccount.com`;
const ROLES = ["roles/storage.objectViewer", "roles/artifactregistry.writer", "roles/logging.logWriter"] as const;

/** Google with a source and a build account that has these roles, and a function of them. */
async function google({ roles = ROLES, choice }: { roles?: readonly string[]; choice?: AccountChoice } = {}) {
  const cloud = standIn("gcp", { project: "shop" }, choice);
  const { make } = cloud;
  await make(BUCKET, "bucket", { project: "shop", location: "us-central1", name: "sources" });
  const object = await make("gcp:storage/bucketObject:BucketObject", "source", { bucket: "sources", name: "a.zip" });
  const builder = await make("gcp:serviceaccount/account:Account", "builder", {
    project: "shop",
    accountId: "builder",
  });
  for (const role of roles) {
    await make("gcp:projects/iAMMember:IAMMember", role, {
      project: "shop",
      role,
      member: `serviceAccount:${account("builder")}`,
    });
  }
  const declared = (build: Values = {}, storageSource: Values = {}, service: Values = {}): Values => ({
    project: "shop",
    location: "us-central1",
    name: "api",
    buildConfig: {
      serviceAccount: builder.outputs["name"] ?? "",
      source: {
        storageSource: {
          bucket: "sources",
          object: "a.zip",
          generation: object.outputs["generation"] ?? "",
          ...storageSource,
        },
      },
      ...build,
    },
    serviceConfig: service,
  });
  return { ...cloud, declared };
}

test("a function is made of a source that is there, by an account that may build", async () => {
  const { make, diff, declared } = await google();
  const made = await make(FUNCTION, "api", declared());
  expect(made.outputs["serviceConfig"]).toMatchObject({
    uri: expect.stringMatching(/^https:\/\/api-.*\.run\.app$/) as string,
  });
  expect(await diff(FUNCTION, "api", made, declared())).toEqual([]);
});

test.each([
  ["storage.objectViewer", "You must grant Storage Object Viewer permission to builder@shop"],
  ["artifactregistry.writer", 'Permission "artifactregistry.repositories.uploadArtifacts" denied'],
  ["logging.logWriter", "does not have permission to write logs"],
])("a build account without %s", async (missing, sentence) => {
  const { make, declared } = await google({ roles: ROLES.filter((role) => role !== `roles/${missing}`) });
  await expect(make(FUNCTION, "api", declared())).rejects.toThrow(sentence);
});

test("a failed build leaves a function, and the next `up` with the same inputs builds nothing", async () => {
  const { provider, urn, cloud, make, diff, change, declared } = await google({ roles: [] });
  const failed = await provider.create(urn(FUNCTION, "api"), declared(), false).catch((error: unknown) => error);
  const { id, planned } = failed as { id: string; planned: Values };
  const state = { id, inputs: declared(), outputs: planned };
  const inCloud = () => cloud.all().find(({ type }) => type === FUNCTION)?.inputs;
  expect(inCloud()).not.toHaveProperty("buildConfig");
  for (const role of ROLES) {
    await make("gcp:projects/iAMMember:IAMMember", role, {
      project: "shop",
      role,
      member: `serviceAccount:${account("builder")}`,
    });
  }
  expect(await diff(FUNCTION, "api", state, declared())).toEqual([]);
  await change(FUNCTION, "api", state, declared());
  expect(inCloud()).not.toHaveProperty("buildConfig");
  const again = declared({ environmentVariables: { MODELPORT_FAILURES: "1" } });
  await change(FUNCTION, "api", state, again);
  expect(inCloud()).toHaveProperty("buildConfig.environmentVariables.MODELPORT_FAILURES", "1");
});

test("an egress without an interface is not given back, so that every `up` would change it", async () => {
  const { make, diff, change, declared } = await google();
  const directVpcEgress = "VPC_EGRESS_PRIVATE_RANGES_ONLY";
  const idle = declared({}, {}, { directVpcEgress });
  const made = await make(FUNCTION, "api", idle);
  expect(await diff(FUNCTION, "api", made, idle)).not.toEqual([]);
  const inVpc = declared({}, {}, { directVpcEgress, directVpcNetworkInterfaces: [{ network: "main" }] });
  const changed = await change(FUNCTION, "api", made, inVpc);
  expect(await diff(FUNCTION, "api", { ...changed, inputs: inVpc }, inVpc)).toEqual([]);
});

test("a source that is not there, and an earlier generation of one that is", async () => {
  const { make, declared } = await google();
  for (const storageSource of [{ object: "b.zip" }, { generation: 1 }]) {
    await expect(make(FUNCTION, "api", declared({}, storageSource))).rejects.toThrow("Error 404: Cloud Storage object");
  }
});

test("accounts of the project that are not there", async () => {
  const { make, declared } = await google();
  const runner = { serviceAccountEmail: account("runner") };
  await expect(make(FUNCTION, "api", declared({}, {}, runner))).rejects.toThrow(
    "actAs' denied on service account runner@shop",
  );
  const builder = { serviceAccount: `projects/shop/serviceAccounts/${account("other")}` };
  await expect(make(FUNCTION, "api", declared(builder))).rejects.toThrow("actAs' denied on service account other@shop");
});

test.each([
  ["cloudfunctions", "Cloud Functions API"],
  ["cloudbuild", "Cloud Build API"],
  ["run", "Cloud Run Admin API"],
])("a project in which %s is off", async (off, called) => {
  const apis = ["cloudfunctions", "cloudbuild", "run", "storage", "iam"].filter((api) => api !== off);
  const { make, declared } = await google({ choice: { enabledApis: apis.map((api) => `${api}.googleapis.com`) } });
  await expect(make(FUNCTION, "api", declared())).rejects.toThrow(`${called} has not been used in project`);
});

test("a bucket's location comes back in upper case, and the lower case is no change", async () => {
  const { make, diff } = standIn("gcp", { project: "shop" });
  const given = { project: "shop", location: "us-central1", name: "sources" };
  const made = await make(BUCKET, "bucket", given);
  expect(made.outputs["location"]).toBe("US-CENTRAL1");
  expect(await diff(BUCKET, "bucket", made, given)).toEqual([]);
});

test("Cloud Storage refuses a bucket while its API is off", async () => {
  const { make } = standIn("gcp", { project: "shop" }, { enabledApis: [] });
  await expect(make(BUCKET, "bucket", { project: "shop", location: "US", name: "sources" })).rejects.toThrow(
    "Cloud Storage JSON API has not been used",
  );
});
