import { describeVariants } from "../variants.testing.ts";
import { variants } from "./mistakes.ts";

await describeVariants("lambda", variants, { "aws:region": "us-east-1" });
