import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { lambda } from "../target.ts";

await describeEngine(lambda, suite, {
  artifacts: artifactsForTests,
  newModel: {
    model: "update code, environment.variables.MODELPORT_ARTIFACT_DIGEST, sourceCodeHash",
    live: "update functionVersion",
  },
  setting: {
    settings: { memoryMiB: 2048 },
    changes: { model: "update memorySize", live: "update functionVersion" },
  },
  drift: { deleted: "logs" },
});
