// Names that the target makes, in the forms that Google has rules for.
import { accountName, type Place, shortened, workName } from "@modelport/google";
import type { DeployContext } from "@modelport/target-kit";

/** The names in Google Cloud of what belongs to a stack. */
export interface Names {
  /** Its Cloud Run service has the same. */
  readonly function: string;
  readonly repository: string;
  readonly bucket: string;
  /** The part of the service accounts' addresses before the @. */
  readonly account: string;
  readonly builder: string;
}

/** Google names revisions `<service>-00001-abc`, 63 characters at most: cloud.google.com/run/docs/deploying#service. */
const FUNCTION_MOST = 49;
/** https://cloud.google.com/storage/docs/buckets#naming; one namespace for the whole world. */
const BUCKET_MOST = 63;

/** All have the target's name too, so that a stack of Cloud Run fits into the same project. */
export function namesOf(context: Pick<DeployContext<unknown>, "model" | "environment">, { project }: Place): Names {
  const full = `${workName(context)}-function`;
  const name = shortened(full, FUNCTION_MOST);
  return {
    function: name,
    repository: name,
    bucket: shortened(`${project}-${full}-source`.replaceAll(/[^a-z0-9-]/g, "-"), BUCKET_MOST),
    account: accountName(full),
    builder: accountName(`${full}-build`),
  };
}
