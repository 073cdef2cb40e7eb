import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeEngine } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { newtarget } from "../target.ts";

await describeEngine(newtarget, suite, {
  artifacts: artifactsForTests,
  newModel: {},
  setting: { settings: { memoryMiB: 1024 }, changes: {} },
  drift: { deleted: "" },
});
