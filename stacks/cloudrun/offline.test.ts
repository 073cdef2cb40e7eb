// The whole program under the real Pulumi engine; Google is a stand-in that takes every input at its SDK's word.
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { type OfflineEngine, type OfflineRun, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const STACK = "cloudrun-test";
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, cloudrun under the real engine: ${reason}`);

const changed = ({ steps }: OfflineRun) =>
  Object.fromEntries(
    steps
      .filter(({ op }) => op !== "same")
      .map(({ name, op, diff }) => [name, diff === undefined ? op : [op, ...diff]]),
  );

/** A Google that has a service of every name, and nothing else. */
async function openGoogle() {
  const server = createServer(({ url }, response) => {
    response.writeHead(/\/services\//.test(url ?? "") ? 200 : 404).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const apis = ["CLOUD_RUN_V2", "ARTIFACT_REGISTRY", "IAM_BETA"];
  const endpoints = Object.fromEntries(apis.map((api) => [`GOOGLE_${api}_CUSTOM_ENDPOINT`, address]));
  return { server, environment: { ...endpoints, GOOGLE_OAUTH_ACCESS_TOKEN: "token" } };
}

interface Artifacts {
  readonly artifacts: readonly { readonly kind: string; readonly digest: string }[];
}

describe.skipIf(reason !== undefined)("cloudrun under the real engine", { timeout: 300_000 }, () => {
  let engine: OfflineEngine;
  let google: Awaited<ReturnType<typeof openGoogle>>;
  let environment: Readonly<Record<string, string>>;
  let nextModel: Readonly<Record<string, string>>;
  const trees: string[] = [];
  const revisions: string[] = [];

  const run = async (title: string, what: () => Promise<OfflineRun>) => {
    const done = await what();
    expect(done.code, done.output).toBe(0);
    trees.push(`## ${title}\n\n${engine.tree(done)}\n`);
    return done;
  };

  const digestIn = async (folder: Readonly<Record<string, string>>) => {
    const report = await readFile(path.join(folder["MODELPORT_ARTIFACTS_DIR"] ?? "", "artifacts.json"), "utf8");
    const image = (JSON.parse(report) as Artifacts).artifacts.find(({ kind }) => kind === "oci-image");
    return image?.digest ?? "none";
  };

  const statusOf = async (reference: unknown) => {
    const [repository = "", digest = ""] = String(reference).split("@");
    const [host, ...name] = repository.split("/");
    const headers = { accept: "application/vnd.oci.image.manifest.v1+json" };
    return (await fetch(`http://${host}/v2/${name.join("/")}/manifests/${digest}`, { headers })).status;
  };

  beforeAll(async () => {
    engine = await openOfflineEngine();
    google = await openGoogle();
    environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    nextModel = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests({ modelVersion: "1.0.1" }) };
    await engine.configure(STACK, { "gcp:project": "example" });
  }, 300_000);

  afterAll(async () => {
    if (process.env["MODELPORT_TREES"]) process.stdout.write(`${trees.join("\n")}\n`);
    google?.server.close();
    await engine?.dispose();
  });

  test("a stack without a project is one sentence, and nothing is begun", async () => {
    await engine.configure("cloudrun-nowhere", {});
    const { code, output } = await engine.up("cloudrun-nowhere", {
      ...environment,
      GOOGLE_PROJECT: "",
      GOOGLE_CLOUD_PROJECT: "",
      GCLOUD_PROJECT: "",
      CLOUDSDK_CORE_PROJECT: "",
    });
    expect(code).not.toBe(0);
    expect(output).toContain(
      "No Google Cloud project is named: set yours with `npx pulumi config set gcp:project '<project id>' --stack ",
    );
  });

  test("names that are taken are found at preview", async () => {
    const { code, output } = await engine.preview(STACK, { ...environment, ...google.environment });
    expect(code).not.toBe(0);
    expect(output).toContain(
      "example already has the service bankchurn-api-test, and the state of cloudrun-test has no record of that",
    );
  });

  test("up makes everything, and the image is in the registry by its digest", async () => {
    const first = await run("up", () => engine.up(STACK, environment));
    expect(changed(first)).toEqual({
      [`modelport-${STACK}`]: "create",
      [STACK]: "create",
      [`${STACK}-account`]: "create",
      [`${STACK}-api-artifactregistry`]: "create",
      [`${STACK}-api-iam`]: "create",
      [`${STACK}-api-run`]: "create",
      [`${STACK}-image`]: "create",
      [`${STACK}-preflight`]: "create",
      [`${STACK}-repository`]: "create",
      [`${STACK}-service`]: "create",
    });
    expect(first.loadedSdks).toEqual(["@pulumi/gcp", "@pulumi/pulumi"]);
    const digest = await digestIn(environment);
    const outputs = await engine.outputs(STACK);
    expect(outputs["imageReference"]).toBe(
      `${engine.registry}/us-central1-docker.pkg.dev/example/bankchurn-api-test/inference-api@${digest}`,
    );
    expect(await statusOf(outputs["imageReference"])).toBe(200);
    expect(outputs["predictUrl"]).toBe(`${String(outputs["url"])}/api/v1/predict`);
    expect(outputs["auth"]).toBe("google-identity-token");
  });

  test("a second up, and a preview, change nothing", async () => {
    expect(changed(await run("up again", () => engine.up(STACK, environment)))).toEqual({});
    // Google has them now, and the state says that they are the stack's own.
    expect(changed(await engine.preview(STACK, { ...environment, ...google.environment }))).toEqual({});
  });

  test("no credential is in the state", async () => {
    const { output } = await engine.run(STACK, ["stack", "export"]);
    expect(output).not.toMatch(/password|oauth2accesstoken|Basic |Bearer ey/i);
  });

  test("a repository that somebody deleted comes back with its image, and the service stays as it is", async () => {
    const { imageReference } = await engine.outputs(STACK);
    await engine.deleteOutside(STACK, `${STACK}-repository`);
    expect(await statusOf(imageReference)).toBe(404);
    expect(changed(await run("refresh without the repository", () => engine.refresh(STACK, environment)))).toEqual({
      [`${STACK}-image`]: "delete",
      [`${STACK}-repository`]: "delete",
    });
    expect(changed(await run("up after that", () => engine.up(STACK, environment)))).toEqual({
      [`${STACK}-image`]: "create",
      [`${STACK}-repository`]: "create",
    });
    expect(await statusOf(imageReference)).toBe(200);
  });

  test("a new model changes the image and the revision, and nothing else", async () => {
    const before = await engine.outputs(STACK);
    const preview = await run("preview of a new model", () => engine.preview(STACK, nextModel));
    expect(Object.keys(changed(preview)).toSorted()).toEqual([STACK, `${STACK}-image`, `${STACK}-service`]);
    const update = await run("up with a new model", () => engine.up(STACK, nextModel));
    expect(changed(update)).toEqual({
      // The component itself: its arguments are others.
      [STACK]: "update",
      [`${STACK}-image`]: "update",
      [`${STACK}-service`]: ["update", "template.containers[0].envs[6].value", "template.containers[0].image"],
    });
    const after = await engine.outputs(STACK);
    expect(after["url"]).toBe(before["url"]);
    expect(after["revision"]).not.toBe(before["revision"]);
    expect(await statusOf(before["imageReference"])).toBe(200);
    expect(await statusOf(after["imageReference"])).toBe(200);
  });

  test("a changed setting makes another revision of the same image", async () => {
    const before = await engine.outputs(STACK);
    await engine.configure(STACK, { "gcp:project": "example", memoryMiB: 2048 });
    const update = await run("up with memoryMiB 2048", () => engine.up(STACK, nextModel));
    expect(changed(update)).toEqual({
      [STACK]: "update",
      [`${STACK}-service`]: ["update", "template.containers[0].resources.limits.memory"],
    });
    const after = await engine.outputs(STACK);
    expect(after["imageReference"]).toBe(before["imageReference"]);
    revisions.push(String(before["revision"]));
  });

  test("what stands around the service makes no revision", async () => {
    const before = await engine.outputs(STACK);
    await engine.configure(STACK, { "gcp:project": "example", memoryMiB: 2048, public: true, ingress: "internal" });
    const update = await run("up with public and ingress", () => engine.up(STACK, nextModel));
    expect(changed(update)).toEqual({
      [STACK]: "update",
      [`${STACK}-service`]: ["update", "ingress", "invokerIamDisabled"],
    });
    expect((await engine.outputs(STACK))["revision"]).toBe(before["revision"]);
    expect(update.diagnostics.join("\n")).toContain(
      "modelport:public is true: anyone who can reach the URL can call this model, and you pay for each request;",
    );
  });

  test("settings that were there before make a third revision, which answers", async () => {
    const before = await engine.outputs(STACK);
    await engine.configure(STACK, { "gcp:project": "example" });
    const update = await run("up with the first settings again", () => engine.up(STACK, nextModel));
    expect(changed(update)).toEqual({
      [STACK]: "update",
      [`${STACK}-service`]: [
        "update",
        "ingress",
        "invokerIamDisabled",
        "template.containers[0].resources.limits.memory",
      ],
    });
    revisions.push(String(before["revision"]), String((await engine.outputs(STACK))["revision"]));
    expect(new Set(revisions).size).toBe(3);
  });

  test("destroy leaves nothing", async () => {
    const { steps } = await run("destroy", () => engine.destroy(STACK, nextModel));
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["delete"]));
    expect(await engine.cloud(STACK)).toEqual([]);
  });
});
