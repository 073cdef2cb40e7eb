// The Dockerfile puts the same files into an image as the archive does.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DEFAULT_BASE_IMAGE, digestOfFolder } from "@modelport/packaging";
import { describe, expect, inject, it } from "vitest";
import { podman } from "@modelport/local-runtime/podman";

const ROOT = join(import.meta.dirname, "../../../..");
const APP = join(ROOT, "apps/inference-api");
const TAG = "localhost/modelport-dockerfile-test";
const built = inject("built");

it("names the same base as packaging, for both of its stages", async () => {
  const lines = (await readFile(join(APP, "Dockerfile"), "utf8")).split("\n").filter((line) => line.startsWith("ARG "));
  expect(lines).toEqual([`ARG BASE_IMAGE=${DEFAULT_BASE_IMAGE}`, `ARG BUILD_IMAGE=${DEFAULT_BASE_IMAGE}`]);
});

async function appOf(image: string): Promise<string> {
  return digestOfFolder(join(await podman("image", "mount", image), "app"));
}

describe.skipIf(!built)("the Dockerfile", () => {
  it("puts the same files into /app, byte for byte, with the same modes", { timeout: 300_000 }, async () => {
    const { image = "", baseImage = "" } = built ?? {};
    try {
      await podman(
        "build",
        "--network=host",
        "--layers=false",
        "--format=docker",
        `--tag=${TAG}`,
        `--file=${join(APP, "Dockerfile")}`,
        `--ignorefile=${join(APP, "Dockerfile.dockerignore")}`,
        `--build-arg=BASE_IMAGE=${baseImage}`,
        `--build-arg=BUILD_IMAGE=${baseImage}`,
        // The base image of the test has no npm.
        `--volume=${join(ROOT, "node_modules")}:/src/node_modules:ro`,
        ROOT,
      );
      expect(await appOf(TAG)).toBe(await appOf(image));
      const format = "{{.Config.User}} {{.Config.WorkingDir}} {{.Config.StopSignal}} {{json .Config.ExposedPorts}}";
      const config = (of: string) => podman("image", "inspect", "--format", format, of);
      expect(await config(TAG)).toBe(await config(image));
      const health = await podman("image", "inspect", "--format", "{{json .HealthCheck.Test}}", TAG);
      expect(health).toBe('["CMD","node","/app/health.mjs"]');
    } finally {
      await podman("image", "unmount", "--all").catch(() => undefined);
      await podman("rmi", "--force", "--ignore", TAG);
    }
  });
});
