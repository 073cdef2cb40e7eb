import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { describeVariants } from "@modelport/target-suite";
import { expect, onTestFinished, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { cloudrun } from "../target.ts";

await describeVariants(cloudrun, suite, artifactsForTests);

/** The status with which the registry answers for an image. */
async function statusOf(reference: unknown): Promise<number> {
  const [repository = "", digest = ""] = String(reference).split("@");
  const [host, ...name] = repository.split("/");
  const headers = { accept: "application/vnd.oci.image.manifest.v1+json" };
  return (await fetch(`http://${host}/v2/${name.join("/")}/manifests/${digest}`, { headers })).status;
}

/** A Google that has a service of every name, and nothing else: what the engine is told of it. */
async function openGoogle() {
  const server = createServer(({ url }, response) => {
    response.writeHead(/\/services\//.test(url ?? "") ? 200 : 404).end("{}");
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const apis = ["CLOUD_RUN_V2", "ARTIFACT_REGISTRY", "IAM_BETA"];
  const endpoints = Object.fromEntries(apis.map((api) => [`GOOGLE_${api}_CUSTOM_ENDPOINT`, address]));
  return { ...endpoints, GOOGLE_OAUTH_ACCESS_TOKEN: "token" };
}

const noEngine = (await whyNoOffline()) !== undefined;

test.skipIf(noEngine)(
  "names that are taken are found at preview, and the stack's own are not taken",
  async () => {
    const engine = await openOfflineEngine();
    onTestFinished(() => engine.dispose());
    const environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    const google = await openGoogle();
    const stack = "cloudrun-test";
    await engine.configure(stack, { "gcp:project": "example" });
    const refused = await engine.preview(stack, { ...environment, ...google });
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain(
      "example already has the service bankchurn-api-test, and the state of cloudrun-test has no record of that",
    );
    expect((await engine.up(stack, environment)).code).toBe(0);
    const { code, output } = await engine.preview(stack, { ...environment, ...google });
    expect(code, output).toBe(0);
  },
  120_000,
);

test.skipIf(noEngine)(
  "a model and settings that were there before make another revision, and each image stays",
  async () => {
    const engine = await openOfflineEngine();
    onTestFinished(() => engine.dispose());
    const [folder, nextFolder] = [await artifactsForTests(), await artifactsForTests({ modelVersion: "1.0.1" })];
    const stack = "cloudrun-test";
    const [revisions, images] = [new Set<unknown>(), new Set<unknown>()];
    for (const [memoryMiB, artifacts] of [
      [1024, folder],
      [2048, nextFolder],
      [1024, folder],
    ] as const) {
      await engine.configure(stack, { "gcp:project": "example", memoryMiB });
      expect((await engine.up(stack, { MODELPORT_ARTIFACTS_DIR: artifacts })).code).toBe(0);
      const { revision, imageReference } = await engine.outputs(stack);
      revisions.add(revision);
      images.add(imageReference);
    }
    expect(revisions.size).toBe(3);
    expect(images.size).toBe(2);
    for (const image of images) expect(await statusOf(image)).toBe(200);
  },
  120_000,
);
