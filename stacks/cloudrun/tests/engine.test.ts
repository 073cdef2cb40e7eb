import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { cloudrun } from "../target.ts";

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
    test("no credentials are in the state", async () => {
      const { output } = await session.engine.run(session.stack, ["stack", "export"]);
      expect(output).not.toMatch(/password|oauth2accesstoken|Basic |Bearer ey/i);
    });
  },
});
