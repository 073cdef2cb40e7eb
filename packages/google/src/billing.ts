// What Google Cloud bills of resources that several targets declare.
import { type Billing, engineBilling, inputOf, withoutLine } from "@modelport/target-kit/billing";
import { imagesGB } from "./prices.ts";

interface CleanupPolicy {
  readonly mostRecentVersions?: { readonly keepCount: number };
}

export const googleBilling: Billing = {
  ...engineBilling,
  "gcp:artifactregistry/repository:Repository": (repository) => {
    const policies = inputOf(repository, "cleanupPolicies") as readonly CleanupPolicy[];
    const [keepImages = 0] = policies.flatMap(({ mostRecentVersions }) => mostRecentVersions?.keepCount ?? []);
    return [{ line: "Images", quantity: imagesGB({ keepImages }) }];
  },
  ...withoutLine("IAM has no charge.", "https://cloud.google.com/iam#pricing", [
    "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
    "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding",
    "gcp:projects/iAMMember:IAMMember",
    "gcp:serviceaccount/account:Account",
  ]),
  ...withoutLine("An API charges for what is done with it.", "https://cloud.google.com/service-usage/docs/overview", [
    "gcp:projects/service:Service",
  ]),
};
