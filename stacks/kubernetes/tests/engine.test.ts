import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { kubernetes } from "../target.ts";

await describeEngine(kubernetes, suite, {
  artifacts: artifactsForTests,
  // The settings stay, so that pods which start again during the rollout keep theirs.
  newModel: {
    deployment: "update spec.template.spec.containers.env.value, spec.template.spec.containers.image",
  },
  setting: {
    settings: { logLevel: "debug" },
    changes: {
      settings: "replace data.LOG_LEVEL, metadata.name",
      deployment: "update spec.template.spec.containers.envFrom.configMapRef.name",
    },
  },
  drift: { deleted: "budget" },
  further: (session) => {
    test("the autoscaler's number of pods is never declared", async () => {
      const { inputs } =
        (await session.engine.resources(session.stack)).find(({ name }) => name.endsWith("-deployment")) ??
        expect.fail("no Deployment");
      expect(inputs["spec"]).not.toHaveProperty("replicas");
    });
  },
});
