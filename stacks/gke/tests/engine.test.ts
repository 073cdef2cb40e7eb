import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { gke } from "../target.ts";

await describeEngine(gke, suite, {
  artifacts: artifactsForTests,
  newModel: {
    image: "update",
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
    test("the kubeconfig has no credentials", async () => {
      const { inputs } =
        (await session.engine.resources(session.stack)).find(({ type }) => type === "pulumi:providers:kubernetes") ??
        expect.fail("no provider");
      expect(JSON.parse(String(inputs["kubeconfig"]))).toMatchObject({
        users: [{ user: { exec: { command: "gke-gcloud-auth-plugin" } } }],
      });
      expect(String(inputs["kubeconfig"])).not.toMatch(/token"|client-key|password/);
    });

    test("another way to the same cluster replaces nothing", async () => {
      await session.configure({ logLevel: "debug", controlPlane: "private" });
      const changes = await session.up();
      expect(Object.keys(changes).toSorted()).toEqual(["cluster", "kubernetes"]);
      expect(Object.values(changes).filter((change) => !change.startsWith("update"))).toEqual([]);
    });

    test("what would replace the cluster is refused", async () => {
      await session.configure({ logLevel: "debug", controlPlane: "private", mode: "standard" });
      const { code, output } = await session.engine.preview(session.stack, session.nextArtifacts);
      expect(code).not.toBe(0);
      expect(output).toContain("modelport:mode is now standard, but the cluster");
    });
  },
});
