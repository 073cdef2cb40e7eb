import { describeTarget } from "@modelport/target-suite";
import { suite } from "./tests/suite.testing.ts";
import { kubernetes } from "./target.ts";

describeTarget(kubernetes, suite);
