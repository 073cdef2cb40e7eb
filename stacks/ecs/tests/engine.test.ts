import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { ecs } from "../target.ts";

await describeEngine(ecs, suite, {
  artifacts: artifactsForTests,
  newModel: { "images-image": "update", task: "replace containerDefinitions", service: "update taskDefinition" },
  setting: {
    settings: { memoryMiB: 2048 },
    changes: { task: "replace memory", service: "update taskDefinition" },
  },
  drift: { deleted: "logs" },
});
