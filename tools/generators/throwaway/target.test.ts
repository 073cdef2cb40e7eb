import { describeTarget } from "@modelport/target-suite";
import { suite } from "./tests/suite.testing.ts";
import { throwaway } from "./target.ts";

describeTarget(throwaway, suite);
