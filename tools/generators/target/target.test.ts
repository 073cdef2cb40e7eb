import { describeTarget } from "@modelport/target-suite";
import { suite } from "./tests/suite.testing.ts";
import { newtarget } from "./target.ts";

describeTarget(newtarget, suite);
