import { describeEngine } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { newtarget } from "./target.ts";

await describeEngine(newtarget, suite, {
  newModel: {},
  setting: { settings: { memoryMiB: 1024 }, changes: {} },
  drift: { deleted: "" },
});
