// The Kubernetes clusters of the stand-in clouds, and whether a provider reaches the one that it is configured for.
import { mapValues, plain, textOf, type Values } from "@modelport/sdk-schema/wire";
import type { Cloud } from "./cloud.ts";
import type { Cluster } from "./facts/making.ts";
import { activeCluster } from "./kubeconfig.ts";

const TYPES: Readonly<Record<string, Cluster["vendor"]>> = {
  "aws:eks/cluster:Cluster": "aws",
  "gcp:container/cluster:Cluster": "google",
};

const EXISTING = /\.existing\.(aws|google)\.offline\.example$/;

/** The host of a cluster that nobody declares, for the answer of a vendor's function `getCluster`. */
export function existingClusterHost(vendor: Cluster["vendor"], name: string): string {
  return `${name}.existing.${vendor}.offline.example`;
}

/** What a provider finds at the other end. */
export type Reached =
  | { readonly code: "cluster"; readonly cluster: Cluster }
  /** A cluster of the user's own, about which nothing is known. */
  | { readonly code: "own" }
  | { readonly code: "unreachable"; readonly reason: string };

/** @param isDeclared whether the program declares the provider, so that its cluster must be in the clouds */
export function reachedCluster(configuration: Values, cloud: Cloud, isDeclared: boolean): Reached {
  const server = textOf(activeCluster(configuration)?.["server"]);
  if (!isDeclared || !URL.canParse(server)) return { code: "own" };
  const { host } = new URL(server);
  const [, vendor] = EXISTING.exec(host) ?? [];
  if (vendor !== undefined) {
    return { code: "cluster", cluster: { vendor: vendor as Cluster["vendor"], host, inputs: {}, outputs: {} } };
  }
  for (const { type, inputs, outputs } of cloud.all()) {
    const its = TYPES[type];
    if (its === undefined || !JSON.stringify(outputs).includes(host)) continue;
    return {
      code: "cluster",
      cluster: { vendor: its, host, inputs: mapValues(inputs, plain), outputs: mapValues(outputs, plain) },
    };
  }
  // In the words of the provider and of client-go.
  const reason = `unable to load schema information from the API server: Get "${server}/openapi/v2?timeout=32s": dial tcp: lookup ${host}: no such host`;
  return { code: "unreachable", reason };
}

const REMOVE =
  "If the cluster was deleted, you can remove this resource from Pulumi state by rerunning the operation with the " +
  'PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"';

/** Throws what the provider says if it does not reach its cluster: Create, Update, Read and Delete of provider.go. */
export function refuseUnreachable(reached: Reached, operation: "create" | "update" | "read" | "delete"): void {
  if (reached.code !== "unreachable") return;
  if (operation === "read") throw new Error(`failed to read resource state due to unreachable cluster. ${REMOVE}`);
  if (operation === "delete") throw new Error(`configured Kubernetes cluster is unreachable. ${REMOVE}`);
  throw new Error(`configured Kubernetes cluster is unreachable: ${reached.reason}`);
}
