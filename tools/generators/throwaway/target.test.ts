import { describeTarget } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { throwaway } from "./target.ts";

describeTarget(throwaway, suite);
