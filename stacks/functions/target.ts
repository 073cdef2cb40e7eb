import { GOOGLE_CLOUD } from "@modelport/google/provider";
import { runDefaults, settingsFor } from "@modelport/google/run";
import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { facts } from "./facts.ts";
import { allowances, prices, pricesElsewhere, switches } from "./prices.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";

export const functions = defineTarget({
  name: "functions",
  provider: GOOGLE_CLOUD,
  artifacts: ["functions-source"],
  settings,
  rules,
  defaultsFor: runDefaults,
  settingsFor,
  facts,
  prices,
  pricesElsewhere,
  allowances,
  switches,
  outputs: {
    project: "The Google Cloud project.",
    region: "The region of the function, of its repository and of its bucket.",
    functionName: "The name of the function, and of the Cloud Run service under it.",
    source: "The archive in the bucket that the function was built from.",
    serviceAccount: "The service account that the function runs as; it has no permissions.",
    buildServiceAccount: "The service account that builds it.",
    dnsRecords: "The DNS records to create for the domain, one per line; none without modelport:domain.",
  },
  instanceSize: ({ vcpus, memoryMiB }) => ({ vcpus, memoryMiB }),
  cost,
});
