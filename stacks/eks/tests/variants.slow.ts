import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeVariants } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { eks } from "../target.ts";

// Those that declare what the others do not; target.test.ts takes all of them to the stand-ins.
await describeVariants(eks, suite, artifactsForTests, [
  "in Auto Mode, public, on an older version, with a key",
  "for two ranges",
  "a private API in given subnets, with administrators",
  "in an existing cluster",
]);
