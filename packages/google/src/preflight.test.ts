import { expect, test } from "vitest";
import {
  deploymentFailed,
  type PreflightContext,
  preflightDue,
  type PreflightInputs,
  preflightState,
  refusedReplacement,
  replacesCluster,
  takenNames,
  waitForApis,
} from "./preflight.ts";

const inputs: PreflightInputs = {
  stack: "cloudrun",
  project: "shop",
  region: "us-central1",
  service: "bankchurn-api",
  repository: "bankchurn-api",
  account: "bankchurn-api",
};
const OFF = '{"error":{"code":403,"details":[{"reason":"SERVICE_DISABLED"}]}}';

/** Google with an answer for each host, the next one each time; the last one again. */
function google(answers: Readonly<Record<string, readonly (readonly [number, string])[]>>) {
  const asked: string[] = [];
  const lines: string[] = [];
  const context: PreflightContext = {
    settings: () => undefined,
    env: { GOOGLE_OAUTH_ACCESS_TOKEN: "token" },
    pauseMs: 1,
    longestMs: 5,
    report: (line) => lines.push(line),
    get: (url, headers) => {
      expect(headers).toEqual({ authorization: "Bearer token", "x-goog-user-project": "shop" });
      const host = new URL(url).hostname.split(".")[0] ?? "";
      const before = asked.filter((other) => other.startsWith(`https://${host}.`)).length;
      asked.push(url);
      const all = answers[host] ?? [[404, ""]];
      const [status, text] = all[Math.min(before, all.length - 1)] ?? [404, ""];
      return Promise.resolve({ status, text });
    },
  };
  return { context, asked, lines };
}

test("names that are taken are one sentence", async () => {
  const { context, asked } = google({ run: [[200, "{}"]], iam: [[200, "{}"]] });
  expect(await takenNames({}, inputs, context)).toBe(
    "shop already has the service bankchurn-api, the service account bankchurn-api@shop.iam.gserviceaccount.com, and the state of cloudrun " +
      "has no record of that: another clone deployed it, or the state was lost. Use the backend that has the state (`npx pulumi login`), deploy " +
      "another environment beside it (`--stack cloudrun-<environment>`), or delete what is left in the project.",
  );
  expect(asked).toEqual([
    "https://run.googleapis.com/v2/projects/shop/locations/us-central1/services/bankchurn-api",
    "https://artifactregistry.googleapis.com/v1/projects/shop/locations/us-central1/repositories/bankchurn-api",
    "https://iam.googleapis.com/v1/projects/shop/serviceAccounts/bankchurn-api@shop.iam.gserviceaccount.com",
  ]);
});

test("so are a function's, its bucket's and its builder's", async () => {
  const { context, asked } = google({ cloudfunctions: [[200, "{}"]], storage: [[200, "{}"]] });
  const names = { ...inputs, function: "api-function", bucket: "shop-source", builder: "api-build" };
  expect(await takenNames({}, names, context)).toContain(
    "shop already has the function api-function, the bucket shop-source,",
  );
  expect(asked).toContain(
    "https://cloudfunctions.googleapis.com/v2/projects/shop/locations/us-central1/functions/api-function",
  );
  expect(asked).toContain("https://storage.googleapis.com/storage/v1/b/shop-source");
  expect(asked.at(-1)).toMatch(/\/serviceAccounts\/api-build@shop\./);
});

test("a cluster is one of the names, and other resources are left out", async () => {
  const { service: _, account: __, ...others } = inputs;
  const { context, asked } = google({ container: [[200, "{}"]] });
  expect(await takenNames({}, { ...others, stack: "gke-dev", cluster: "bankchurn-api" }, context)).toMatch(
    /^shop already has the cluster bankchurn-api, and .* \(`--stack gke-<environment>`\)/,
  );
  expect(asked).toEqual([
    "https://container.googleapis.com/v1/projects/shop/locations/us-central1/clusters/bankchurn-api",
    "https://artifactregistry.googleapis.com/v1/projects/shop/locations/us-central1/repositories/bankchurn-api",
  ]);
});

test("names in the state are the stack's own: Google is asked of none but the others", async () => {
  const { context, asked } = google({ run: [[200, "{}"]] });
  expect(await takenNames(inputs, inputs, context)).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await takenNames(inputs, { ...inputs, service: "other-api" }, context)).toContain(
    "the service other-api, and",
  );
  expect(asked).toHaveLength(1);
});

test.each([
  ["that are free", [404, "{}"]],
  ["that nobody here may look at", [403, '{"error":{"message":"Permission denied"}}']],
  ["of an API that is off", [403, OFF]],
] as const)("names %s are taken for free", async (_title, answer) => {
  const { context } = google({ run: [answer], artifactregistry: [answer], iam: [answer] });
  expect(await takenNames({}, inputs, context)).toBeUndefined();
});

test("so are they where no account is, or Google cannot be reached", async () => {
  const nobody = { settings: () => undefined, env: {}, get: () => Promise.reject(new Error("never called")) };
  const broken = { settings: () => undefined, env: { GOOGLE_CREDENTIALS: "neither JSON nor a file" } };
  expect(await takenNames({}, inputs, { ...nobody, env: { GOOGLE_OAUTH_ACCESS_TOKEN: "token" } })).toBeUndefined();
  expect(await takenNames({}, inputs, broken)).toBeUndefined();
});

test("an API that was enabled a moment ago is waited for, with a line each time", async () => {
  const { context, asked, lines } = google({
    run: [
      [403, OFF],
      [403, OFF],
      [404, "{}"],
    ],
  });
  await waitForApis(inputs, context);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toBe(
    "Google still reports run.googleapis.com as disabled, which is normal just after enabling: retrying for 0.005 s.",
  );
  expect(asked.filter((url) => url.startsWith("https://iam"))).toHaveLength(1);
});

test("no longer than the bound; a refusal of another kind is not waited for", async () => {
  const { context, lines } = google({ run: [[403, OFF]] });
  await waitForApis(inputs, context);
  expect(lines).toHaveLength(5);
  const refused = google({ run: [[403, '{"error":{"message":"Permission denied"}}']] });
  await waitForApis(inputs, refused.context);
  expect(refused.lines).toEqual([]);
});

const cluster = { ...inputs, stack: "gke", cluster: "shop", fixed: { mode: "autopilot", network: "default" } };

test("a change that would replace the cluster is one sentence", () => {
  expect(replacesCluster(cluster, { ...cluster, fixed: { mode: "standard", network: "default" } })).toBe(
    "modelport:mode is now standard, but the cluster shop has autopilot, and a change would replace it with everything in it: " +
      "stay with `npx pulumi config set modelport:mode autopilot --stack gke`, or deploy a second stack, move the callers, and destroy this one.",
  );
});

test.each([
  ["project", "other"],
  ["region", "europe-west1"],
])("so is a cluster in another %s", (key, value) => {
  expect(replacesCluster(cluster, { ...cluster, [key]: value })).toBe(
    `gcp:${key} is now ${value}, but the cluster shop has ${cluster[key as "project"]}, and a change would replace it with everything in it: ` +
      `stay with \`npx pulumi config set gcp:${key} ${cluster[key as "project"]} --stack gke\`, or deploy a second stack, move the callers, and destroy this one.`,
  );
});

test("so is a model of another name, which gives the cluster another one", () => {
  expect(replacesCluster(cluster, { ...cluster, cluster: "loans-api" })).toBe(
    "The model's name makes the cluster's, which is now loans-api, but the stack has shop, and a change would replace it with " +
      "everything in it: keep the model's name, or deploy a second stack, move the callers, and destroy this one.",
  );
});

test.each([
  ["the first up", {}],
  ["no change", cluster],
  ["a state that does not say", inputs],
])("nothing is replaced by %s", (_title, olds) => {
  expect(replacesCluster(olds, cluster)).toBeUndefined();
});

test.each([
  ["a cluster that is there", [200, "{}"], true],
  ["a cluster of which Google says nothing", [403, OFF], true],
  ["a cluster that a first up failed to create", [404, "{}"], false],
] as const)("a change of %s", async (_title, answer, isRefused) => {
  const { context, asked } = google({ container: [answer] });
  const moved = { ...cluster, region: "europe-west1" };
  const reason = await refusedReplacement(cluster, moved, context);
  expect(reason).toBe(isRefused ? replacesCluster(cluster, moved) : undefined);
  expect(asked).toEqual(["https://container.googleapis.com/v1/projects/shop/locations/us-central1/clusters/shop"]);
});

test("no change asks Google nothing", async () => {
  const { context, asked } = google({});
  expect(await refusedReplacement(cluster, cluster, context)).toBeUndefined();
  expect(asked).toEqual([]);
});

const functionInputs: PreflightInputs = { ...inputs, function: "api-function", digest: "sha256:1" };
const deployed = (state: string, digest: string): string =>
  JSON.stringify({ state, serviceConfig: { environmentVariables: { MODELPORT_ARTIFACT_DIGEST: digest } } });

test.each([
  ["is as declared", 200, deployed("ACTIVE", "sha256:1"), false],
  ["never started", 200, deployed("FAILED", "sha256:1"), true],
  ["is undefined", 200, deployed("UNKNOWN", "sha256:1"), true],
  ["still has the source before", 200, deployed("ACTIVE", "sha256:0"), true],
  ["is being deployed", 200, deployed("DEPLOYING", "sha256:0"), false],
  ["is not there", 404, "", false],
  ["may not be read", 403, "", false],
])("a function that %s", async (_title, status, text, isFailed) => {
  const { context, asked } = google({ cloudfunctions: [[status, text]] });
  expect(await deploymentFailed(functionInputs, context)).toBe(isFailed);
  expect(asked).toEqual([
    "https://cloudfunctions.googleapis.com/v2/projects/shop/locations/us-central1/functions/api-function",
  ]);
});

test("a failed deployment is counted, which deploys it again, and the count stays", async () => {
  const failed = google({ cloudfunctions: [[200, deployed("FAILED", "sha256:1")]] }).context;
  const works = google({ cloudfunctions: [[200, deployed("ACTIVE", "sha256:1")]] }).context;
  const first = await preflightState(undefined, functionInputs, failed);
  expect(first).toEqual({ ...functionInputs, failures: 0 });
  expect(await preflightDue(first, functionInputs, failed)).toBe(true);
  const second = await preflightState(first, functionInputs, failed);
  expect(second).toEqual({ ...functionInputs, failures: 1 });
  expect(await preflightDue(second, functionInputs, works)).toBe(false);
  const newer = { ...functionInputs, digest: "sha256:2" };
  expect(await preflightDue(second, newer, works)).toBe(true);
  expect(await preflightState(second, newer, works)).toEqual({ ...newer, failures: 1 });
});

test("what has no function is compared by its inputs, and asks nothing", async () => {
  const { context, asked } = google({});
  const state = await preflightState(undefined, inputs, context);
  expect(state).toEqual(inputs);
  const stored = { ...state, __provider: "its text" };
  expect(await preflightDue(stored, inputs, context)).toBe(false);
  expect(await preflightDue(stored, { ...inputs, bucket: "b" }, context)).toBe(true);
  expect(asked).toEqual([]);
});
