import { describeVariants } from "../variants.testing.ts";
import { variants } from "./mistakes.ts";

await describeVariants("cloudrun", variants, { "gcp:project": "example-project", "gcp:region": "europe-west1" });
