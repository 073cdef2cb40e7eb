// Names that the target makes, in the forms that Google has rules for.
import { accountName, shortened, workName } from "@modelport/google";
import type { DeployContext } from "@modelport/target-kit";

/** The names in Google Cloud of what belongs to a stack. */
export interface Names {
  readonly service: string;
  readonly repository: string;
  /** The part of the service account's address before the @. */
  readonly account: string;
}

/** Google names revisions `<service>-00001-abc`, 63 characters at most: cloud.google.com/run/docs/deploying#service. */
const SERVICE_MOST = 49;

export function namesOf(context: Pick<DeployContext<unknown>, "model" | "environment">): Names {
  const service = shortened(workName(context), SERVICE_MOST);
  return { service, repository: service, account: accountName(service) };
}
