import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { expect, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { throwaway } from "../target.ts";

await describeEngine(throwaway, suite, {
  artifacts: artifactsForTests,
  newModel: { model: "update code, environment.variables.MODELPORT_ARTIFACT_DIGEST, sourceCodeHash" },
  setting: { settings: { logRetentionDays: 7 }, changes: { logs: "update retentionInDays" } },
  drift: { deleted: "url" },
  further: (session) => {
    test("a setting that the log group does not take replaces it, and tells who points to it", async () => {
      await session.configure({ logRetentionDays: 7, logGroupClass: "INFREQUENT_ACCESS" });
      expect(await session.up()).toEqual({
        logs: "replace logGroupClass",
        "role-logs": "update policy",
        model: "update loggingConfig.logGroup",
      });
    });
  },
});
