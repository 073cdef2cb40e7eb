import { eks } from "@pulumi/aws";

/** A tag of a stack's cluster: the KMS key that encrypts its Secrets, if it is not a key that AWS owns. */
export const KEY_TAG = "modelport-secrets-key";

/** What AWS says of the cluster with the stack's name; undefined if there is none yet, or if it cannot be read. */
export async function liveCluster(name: string): Promise<eks.GetClusterResult | undefined> {
  try {
    const { names } = await eks.getClusters();
    return names.includes(name) ? await eks.getCluster({ name }) : undefined;
  } catch {
    return undefined;
  }
}
