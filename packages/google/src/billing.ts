// What Google Cloud bills of resources that several targets declare.
import { type BilledResource, type Billing, engineBilling, inputOf, withoutLine } from "@modelport/target-kit/billing";
import { imagesGB } from "./prices.ts";

interface CleanupPolicy {
  readonly mostRecentVersions?: { readonly keepCount: number };
}

/** How many images the repository keeps; 0 if all. */
export function keptImages(repository: BilledResource): number {
  const policies = inputOf(repository, "cleanupPolicies") as readonly CleanupPolicy[];
  return policies.flatMap(({ mostRecentVersions }) => mostRecentVersions?.keepCount ?? [])[0] ?? 0;
}

export const googleBilling: Billing = {
  ...engineBilling,
  "gcp:artifactregistry/repository:Repository": (repository) => [
    { line: "Images", quantity: imagesGB({ keepImages: keptImages(repository) }) },
  ],
  ...withoutLine("IAM has no charge.", "https://cloud.google.com/iam#pricing", [
    "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
    "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding",
    "gcp:projects/iAMMember:IAMMember",
    "gcp:serviceaccount/account:Account",
  ]),
  ...withoutLine("Cloud Run maps domains without a charge.", "https://cloud.google.com/run/pricing", [
    "gcp:cloudrun/domainMapping:DomainMapping",
  ]),
  ...withoutLine("An API charges for what is done with it.", "https://cloud.google.com/service-usage/docs/overview", [
    "gcp:projects/service:Service",
  ]),
};
