// What Google bills of each resource of a stack.
import { googleBilling, keptImages } from "@modelport/google/billing";
import { SECONDS_PER_MONTH } from "@modelport/target-kit";
import {
  type BilledLine,
  type BilledResource,
  type Billing,
  byTraffic,
  inputOf,
  numberOf,
} from "@modelport/target-kit/billing";
import { BUILD_MINUTES_PER_MONTH, imagesGB, sourcesGB } from "./usage.ts";

interface LifecycleRule {
  readonly condition: { readonly daysSinceNoncurrentTime: number };
}

function functionLines(own: BilledResource): readonly BilledLine[] {
  const kept = numberOf(own, "serviceConfig.minInstanceCount") * SECONDS_PER_MONTH;
  const gib = Number.parseInt(String(inputOf(own, "serviceConfig.availableMemory")), 10) / 1024;
  return [
    ...byTraffic("Requests", "CPU of busy instances", "Memory of busy instances"),
    ...byTraffic("Log entries", "Responses to the internet"),
    { line: "Builds", quantity: BUILD_MINUTES_PER_MONTH },
    ...(kept === 0
      ? []
      : [
          { line: "CPU of kept instances", quantity: kept * numberOf(own, "serviceConfig.availableCpu") },
          { line: "Memory of kept instances", quantity: kept * gib },
        ]),
  ];
}

export const billing: Billing = {
  ...googleBilling,
  "gcp:cloudfunctionsv2/function:Function": functionLines,
  "gcp:storage/bucket:Bucket": (bucket) => {
    const [rule] = (inputOf(bucket, "lifecycleRules") ?? []) as readonly LifecycleRule[];
    const keepSourceDays = rule?.condition.daysSinceNoncurrentTime ?? Infinity;
    return [{ line: "Sources", quantity: sourcesGB({ keepSourceDays }) }];
  },
  // Billed as storage of its bucket.
  "gcp:storage/bucketObject:BucketObject": () => byTraffic("Sources"),
  "gcp:artifactregistry/repository:Repository": (repository) => [
    { line: "Images", quantity: imagesGB({ keepImages: keptImages(repository) }) },
  ],
};
