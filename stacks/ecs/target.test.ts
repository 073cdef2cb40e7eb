import { describeTarget } from "@modelport/target-suite";
import { suite } from "./tests/suite.testing.ts";
import { ecs } from "./target.ts";

describeTarget(ecs, suite);
