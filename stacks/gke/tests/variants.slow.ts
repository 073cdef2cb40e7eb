import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { describeVariants } from "@modelport/target-suite";
import { suite } from "./suite.testing.ts";
import { gke } from "../target.ts";

// Those that declare what the others do not; target.test.ts takes all of them to the stand-ins. Not those in another cluster:
// the way back to the defaults replaces the cluster, which the engine does not finish (docs/adr/0065).
await describeVariants(gke, suite, artifactsForTests, [
  "public",
  "a public control plane for one range",
  "behind a gateway",
]);
