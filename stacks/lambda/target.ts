import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { defaultsFor } from "./defaults.ts";
import { facts } from "./facts.ts";
import { ARTIFACT_KIND } from "./function-settings.ts";
import { allowances, course, prices } from "./prices.ts";
import { settings } from "./settings.ts";

export const lambda = defineTarget({
  name: "lambda",
  artifacts: ["lambda-zip", "oci-image"],
  artifactsFor: ({ package: chosen }) => [ARTIFACT_KIND[chosen]],
  settings,
  defaultsFor,
  facts,
  prices,
  allowances,
  priceBooks: { course },
  outputs: {
    functionName: "The function's name, for `aws lambda` commands.",
    functionArn: "The function's ARN, without a version.",
    aliasArn: "The ARN of the alias `live`, which the HTTP endpoint asks.",
    version: "The published version that the alias points to.",
    logGroupName: "Where the log lines are, for `aws logs tail`.",
  },
  cost,
});
