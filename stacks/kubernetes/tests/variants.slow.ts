import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeVariants } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { kubernetes } from "../target.ts";

// Those that declare what the others do not; target.test.ts takes all of them to the stand-ins.
await describeVariants(kubernetes, suite, artifactsForTests, [
  "public",
  "pushed to a registry",
  "loaded into kind",
  "behind a gateway of GKE",
]);
