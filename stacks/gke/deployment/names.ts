// Names that the target makes, in the forms that Google has rules for.
import { accountName, shortened, workName } from "@modelport/google";
import { type DeployContext, DeploymentRefused } from "@modelport/target-kit";
import type { GkeSettings } from "../settings.ts";

/** The names in Google Cloud of what belongs to a stack. */
export interface Names {
  readonly cluster: string;
  readonly repository: string;
  /** The part of the nodes' service account's address before the @. */
  readonly account: string;
}

/** Of clusters and node pools: terraform-provider-google resource_container_cluster.go, name. */
const MOST = 40;
const REPOSITORY_MOST = 63;
/** Of the engine's names: a hyphen and seven hex digits. */
const GENERATED = 8;
const POOL = "-nodes";

/**
 * The repository and the account have the target's name too, so that a stack of Cloud Run fits into the same project.
 * @throws {DeploymentRefused} if the stack's name is too long for a node pool that can be replaced
 */
export function namesOf(context: DeployContext<GkeSettings>): Names {
  const { stack, settings } = context;
  const most = MOST - GENERATED - POOL.length;
  if (settings.mode === "standard" && settings.cluster === undefined && stack.length > most) {
    throw new DeploymentRefused(
      `The stack's name ${stack} has ${stack.length} characters, but the name of a node pool has room for ${most}: choose a shorter one.`,
    );
  }
  const full = workName(context);
  return {
    cluster: settings.cluster ?? shortened(full, MOST),
    repository: shortened(`${full}-gke`, REPOSITORY_MOST),
    account: accountName(`${full}-gke`),
  };
}
