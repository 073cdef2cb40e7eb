import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { functions } from "../target.ts";

await describeEngine(functions, suite, {
  artifacts: artifactsForTests,
  newModel: {
    // It has the digest, with which the next `up` finds a deployment that failed.
    preflight: "update",
    source: "replace name, source",
    function:
      "update buildConfig.source.storageSource.generation, buildConfig.source.storageSource.object, " +
      "serviceConfig.environmentVariables.MODELPORT_ARTIFACT_DIGEST",
  },
  setting: {
    settings: { memoryMiB: 2048 },
    changes: { function: "update serviceConfig.availableMemory" },
  },
  drift: { deleted: "source" },
  further: (session) => {
    test("no credentials are in the state", async () => {
      const { output } = await session.engine.run(session.stack, ["stack", "export"]);
      expect(output).not.toMatch(/password|oauth2accesstoken|Basic |Bearer ey/i);
    });
  },
});
