// What every target renders for Kubernetes, served by a real cluster with the annotations of its cloud in place. What only that
// cloud has (a load balancer, a Gateway's controller) stays unanswered here.
import path from "node:path";
import { readExpectedModel } from "@modelport/contract-tests";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { kubectl, run } from "./kubectl.testing.ts";
import {
  type Applied,
  apply,
  differences,
  type LoadedTestImage,
  loadImage,
  render,
  targetsOnKubernetes,
  withImage,
} from "./rendered.testing.ts";
import { Workload } from "./workload.testing.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const images = inject("images");
const { manifest } = await readExpectedModel(path.join(root, "model"));

const VARIANTS = [
  ["private", {}, "ClusterIP"],
  ["public", { public: true }, "LoadBalancer"],
] as const;

describe.skipIf(images === undefined)("rendered for Kubernetes", () => {
  let image: LoadedTestImage | undefined;
  const artifacts = images?.good ?? "";
  beforeAll(async () => {
    image = await loadImage(artifacts);
  });

  describe.each(targetsOnKubernetes())("by the target %s", (target) => {
    it.each(VARIANTS)("%s: is taken as it is, and serves the model", async (_variant, settings, type) => {
      const loaded = image ?? expect.fail("no image");
      const texts = (await render(target, settings, artifacts)).map((text) => withImage(text, loaded));
      const applied: Applied[] = [];
      try {
        for (const text of texts) {
          const object = await apply(text);
          if ("unknownKind" in object)
            console.warn(`NOT JUDGED, an object of ${target}: this cluster has no ${object.unknownKind}`);
          else applied.push(object);
        }
        const { metadata } = applied.find(({ kind }) => kind === "Deployment") ?? expect.fail("no Deployment");
        const workload = new Workload({ namespace: metadata.namespace ?? "", serviceName: metadata.name });
        await workload.kubectl(["rollout", "status", `deployment/${metadata.name}`, "--timeout=180s"]);
        const service = applied.find(({ kind }) => kind === "Service") ?? expect.fail("no Service");
        expect(service.spec?.["type"]).toBe(type);
        const differing = await Promise.all(texts.map((text) => differences(text)));
        expect(differing.flatMap((lines) => lines ?? [])).toEqual([]);
        expect(await verified(await workload.url(), loaded.digest)).toContain("checks of");
      } finally {
        await remove(applied);
      }
    });
  });
});

/** What `modelport verify` says. @throws {Error} with it, if a check fails */
async function verified(url: string, digest: string): Promise<string> {
  const program = path.join(root, "apps/cli/bin/modelport.mjs");
  const shipped = ["--artifact-digest", digest, "--model-version", manifest.version];
  const golden = ["--golden", path.join(root, "model/golden.json")];
  const { code, output } = await run(process.execPath, [program, "verify", "--url", url, ...shipped, ...golden]);
  if (code !== 0) throw new Error(output);
  return output;
}

/** The namespace of its own, with everything in it. */
async function remove(applied: readonly Applied[]): Promise<void> {
  for (const { kind, metadata } of applied.filter((object) => object.kind === "Namespace")) {
    await kubectl(["delete", kind.toLowerCase(), metadata.name, "--timeout=120s"]);
  }
}
