import { eks } from "@pulumi/aws";

/** What AWS says of the cluster with the stack's name; undefined if there is none yet, or if it cannot be read. */
export async function liveCluster(name: string): Promise<eks.GetClusterResult | undefined> {
  try {
    const { names } = await eks.getClusters();
    return names.includes(name) ? await eks.getCluster({ name }) : undefined;
  } catch {
    return undefined;
  }
}
