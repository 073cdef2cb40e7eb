import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { cloudrun } from "./target.ts";

/** The status with which the registry answers for an image. */
async function statusOf(reference: unknown): Promise<number> {
  const [repository = "", digest = ""] = String(reference).split("@");
  const [host, ...name] = repository.split("/");
  const headers = { accept: "application/vnd.oci.image.manifest.v1+json" };
  return (await fetch(`http://${host}/v2/${name.join("/")}/manifests/${digest}`, { headers })).status;
}

await describeEngine(cloudrun, suite, {
  artifacts: artifactsForTests,
  newModel: { image: "update", service: "update template.containers.envs.value, template.containers.image" },
  setting: {
    settings: { memoryMiB: 2048 },
    changes: { service: "update template.containers.resources.limits.memory" },
  },
  // The image goes with its repository, and the service stays as it is.
  drift: { deleted: "repository", missed: ["image", "repository"] },
  further: (session) => {
    test("settings and a model that were there before make another revision, and the image of each stays", async () => {
      const before = await session.outputs();
      await session.configure({});
      await session.up(session.artifacts);
      const after = await session.outputs();
      expect(after["revision"]).not.toBe(before["revision"]);
      for (const { imageReference } of [before, after]) expect(await statusOf(imageReference)).toBe(200);
    });

    test("no credentials are in the state", async () => {
      const { output } = await session.engine.run(session.stack, ["stack", "export"]);
      expect(output).not.toMatch(/password|oauth2accesstoken|Basic |Bearer ey/i);
    });
  },
});
