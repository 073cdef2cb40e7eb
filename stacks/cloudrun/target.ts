import { GOOGLE_CLOUD } from "@modelport/google/provider";
import { settingsFor } from "@modelport/google/run";
import { defineTarget } from "@modelport/target-kit";
import { cost } from "./cost.ts";
import { defaultsFor } from "./defaults.ts";
import { facts } from "./facts.ts";
import { allowances, prices, pricesElsewhere, switches } from "./prices.ts";
import { rules } from "./rules.ts";
import { settings } from "./settings.ts";

export const cloudrun = defineTarget({
  name: "cloudrun",
  provider: GOOGLE_CLOUD,
  artifacts: ["oci-image"],
  settings,
  rules,
  defaultsFor,
  settingsFor,
  facts,
  prices,
  pricesElsewhere,
  allowances,
  switches,
  outputs: {
    project: "The Google Cloud project.",
    region: "The region of the service and of its repository.",
    serviceName: "The name of the service.",
    revision: "The name of the revision that serves requests.",
    imageReference: "The image in the repository, by its digest.",
    serviceAccount: "The service account that the service runs as; it has no permissions.",
    dnsRecords: "The DNS records to create for the domain, one per line; none without modelport:domain.",
  },
  instanceSize: ({ vcpus, memoryMiB }) => ({ vcpus, memoryMiB }),
  cost,
});
