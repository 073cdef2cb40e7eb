import { describeTarget } from "@modelport/target-suite";
import { suite } from "./tests/suite.testing.ts";
import { eks } from "./target.ts";

describeTarget(eks, suite);
