import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { facts } from "./facts.ts";
import { allowances, prices } from "./prices.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";

export const local = defineTarget({
  name: "local",
  artifacts: ["server-bundle", "lambda-zip"],
  settings,
  rules,
  facts,
  prices,
  allowances,
  outputs: {
    serverUrl: "URL of the server bundle; the same as url.",
    lambdaUrl: "URL of the Lambda zip, which gets the events of a function URL.",
    lambdaArtifactDigest: "The digest of the Lambda zip; artifactDigest is the server bundle's.",
  },
  cost,
});
