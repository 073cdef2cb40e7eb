// What the checks of every target cannot know: which input a setting becomes, and what things are called and where they are.
import { declare, describeInputs } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { functions } from "../target.ts";

const service = "function.serviceConfig";
const build = "function.buildConfig";
const variable = (name: string, value: string | undefined) => ({ [`${service}.environmentVariables.${name}`]: value });

describeInputs(functions, suite, [
  [{}, { [`${service}.availableCpu`]: "1", [`${service}.availableMemory`]: "1024Mi" }],
  [{}, { [`${service}.maxInstanceRequestConcurrency`]: 80, [`${service}.timeoutSeconds`]: 300 }],
  [{}, { [`${service}.minInstanceCount`]: 0, [`${service}.maxInstanceCount`]: 10 }],
  [{}, { [`${service}.ingressSettings`]: "ALLOW_ALL", [`${service}.allTrafficOnLatestRevision`]: true }],
  [{}, { [`${build}.runtime`]: "nodejs24", [`${build}.entryPoint`]: "modelport" }],
  // Without it the build would install from the network.
  [{}, { [`${build}.environmentVariables`]: { GOOGLE_VENDOR_NPM_DEPENDENCIES: "true", MODELPORT_FAILURES: "0" } }],
  [{}, { "bucket.uniformBucketLevelAccess": true, "bucket.publicAccessPrevention": "enforced" }],
  // What the stack still uses never expires.
  [
    {},
    {
      "bucket.versioning": { enabled: true },
      "bucket.lifecycleRules.0.condition": { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" },
    },
  ],
  [{ keepSourceDays: 7 }, { "bucket.lifecycleRules.0.condition.daysSinceNoncurrentTime": 7 }],
  [{}, { "builder-logs.role": "roles/logging.logWriter", "builder-images.role": "roles/artifactregistry.writer" }],
  [
    {},
    {
      "builder-sources.role": "roles/storage.objectViewer",
      "builder-sources.condition.expression": 'resource.name.startsWith("projects/_/buckets/gcf-v2-sources-")',
    },
  ],
  [{ invokers: ["group:risk@example.com"] }, { "invokers.members": ["group:risk@example.com"] }],
  [
    { invokers: ["group:risk@example.com"] },
    { "invokers.role": "roles/run.invoker", "invokers.name": "example-api-function" },
  ],
  [{ public: true }, { "invokers.members": ["allUsers"] }],
  [{ ingress: "internal" }, { [`${service}.ingressSettings`]: "ALLOW_INTERNAL_ONLY" }],
  [{ vcpus: 0.5 }, { [`${service}.availableCpu`]: "0.5", [`${service}.maxInstanceRequestConcurrency`]: 1 }],
  [
    { minInstances: 1, maxInstances: 3 },
    { [`${service}.minInstanceCount`]: 1, [`${service}.maxInstanceCount`]: 3 },
  ],
  [{ labels: { team: "risk" } }, { "function.labels.team": "risk", "bucket.labels.team": "risk" }],
  [{ keepImages: 20 }, { "repository.cleanupPolicies.1.mostRecentVersions.keepCount": 20 }],
  [
    { network: "main", vpcEgress: "all-traffic" },
    {
      [`${service}.directVpcEgress`]: "VPC_EGRESS_ALL_TRAFFIC",
      [`${service}.directVpcNetworkInterfaces`]: [{ network: "main", subnetwork: "main" }],
    },
  ],
  [{}, { [`${service}.directVpcNetworkInterfaces`]: undefined, [`${service}.directVpcEgress`]: undefined }],
  [{}, variable("MAX_BATCH_BYTES", "33554432")],
  [{}, variable("KEEP_ALIVE_TIMEOUT_MS", "0")],
  [{ vcpus: 2 }, variable("WORKERS", "2")],
  [{ threshold: 0 }, variable("THRESHOLD", "0")],
  [
    { domain: "churn.example.com" },
    { "domain.name": "churn.example.com", "domain.spec": { routeName: "example-api-function" } },
  ],
]);

test("the source is the archive under its digest, in the generation that is built", async () => {
  const { inputsOf, outputs, artifacts } = await declare(functions, suite);
  const [archive] = artifacts;
  const object = `${archive?.digest.slice("sha256:".length)}.zip`;
  const bucket = "example-project-example-api-function-source";
  expect(inputsOf("source")).toMatchObject({ bucket, name: object });
  expect(inputsOf("function")["buildConfig"]).toMatchObject({
    source: { storageSource: { bucket, object, generation: 1 } },
  });
  expect(outputs).toMatchObject({ source: `gs://${bucket}/${object}`, functionName: "example-api-function" });
});

test("one account builds and another one runs, under the names that the preflight looks for", async () => {
  const { inputsOf, outputs } = await declare(functions, suite, {}, { stack: "functions-pr-12" });
  const [account, builder] = [inputsOf("account")["accountId"], inputsOf("builder")["accountId"]];
  expect(account).not.toBe(builder);
  expect(inputsOf("preflight")).toMatchObject({
    function: inputsOf("function")["name"],
    service: inputsOf("function")["name"],
    repository: inputsOf("repository")["repositoryId"],
    bucket: inputsOf("bucket")["name"],
    account,
    builder,
  });
  expect(outputs["serviceAccount"]).toContain(String(account));
  expect(outputs["buildServiceAccount"]).toContain(String(builder));
});

test("a failed deployment changes both what is built and what is run, so that both are deployed again", async () => {
  const preflight = { "pulumi-nodejs:dynamic/modelport:Preflight": () => ({ failures: 2 }) };
  const { inputsOf, artifacts } = await declare(functions, { ...suite, computed: { ...suite.computed, ...preflight } });
  const again = { environmentVariables: { MODELPORT_FAILURES: "2" } };
  expect(inputsOf("function")).toMatchObject({ buildConfig: again, serviceConfig: again });
  expect(inputsOf("preflight")).toMatchObject({ digest: artifacts[0]?.digest });
});

test("long names are cut, and stay different", async () => {
  const model = "a-model-with-a-name-that-nobody-would-give-to-a-model";
  const names = await Promise.all(
    ["one", "two"].map(async (each) => {
      const { inputsOf } = await declare(functions, suite, {}, { model, stack: `functions-${each}` });
      const [name, bucket] = [inputsOf("function")["name"], inputsOf("bucket")["name"]].map(String);
      const accounts = [inputsOf("account"), inputsOf("builder")].map(({ accountId }) => String(accountId));
      expect(name?.length).toBeLessThanOrEqual(49);
      expect(bucket?.length).toBeLessThanOrEqual(63);
      for (const account of accounts) expect(account).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
      return [name, bucket, ...accounts];
    }),
  );
  expect(new Set(names.flat()).size).toBe(8);
});
