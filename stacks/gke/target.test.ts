import { describeTarget } from "@modelport/target-suite";
import { suite } from "./tests/suite.testing.ts";
import { gke } from "./target.ts";

describeTarget(gke, suite);
