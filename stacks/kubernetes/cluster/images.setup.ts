// Builds the images once, if there is a cluster to run them.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { buildImages, type Images } from "./images.testing.ts";
import { whatIsMissing } from "./requirements.testing.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Undefined if the suite is skipped. */
    readonly images: Images | undefined;
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const missing = whatIsMissing();
  if (missing !== undefined) {
    // The script that sets this has started the cluster itself.
    if (process.env["MODELPORT_CLUSTER_REQUIRED"] === "true") throw new Error(missing);
    process.stderr.write(`\nSKIPPED, the workload in a real cluster: ${missing}\n\n`);
    project.provide("images", undefined);
    return () => Promise.resolve();
  }
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-images-"));
  project.provide("images", await buildImages(folder));
  return () => rm(folder, { recursive: true, force: true });
}
