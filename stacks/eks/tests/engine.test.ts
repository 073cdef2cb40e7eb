import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { eks } from "../target.ts";

await describeEngine(eks, suite, {
  artifacts: artifactsForTests,
  newModel: {
    "images-image": "update",
    deployment: "update spec.template.spec.containers.env.value, spec.template.spec.containers.image",
  },
  setting: {
    settings: { nodes: 4 },
    changes: { nodes: "update scalingConfig.desiredSize, scalingConfig.maxSize, scalingConfig.minSize" },
  },
  drift: { deleted: "budget" },
  further: (session) => {
    test("the state has no token of the cluster", async () => {
      const provider = (await session.engine.resources(session.stack)).find(({ type }) =>
        type.startsWith("pulumi:providers:kubernetes"),
      );
      const kubeconfig = String(provider?.inputs["kubeconfig"]);
      expect(kubeconfig).toContain("get-token");
      expect(kubeconfig).not.toMatch(/"(token|client-key-data|password)"/);
    });
  },
});
