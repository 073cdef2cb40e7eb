import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeVariants } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { functions } from "../target.ts";

await describeVariants(functions, suite, artifactsForTests);
