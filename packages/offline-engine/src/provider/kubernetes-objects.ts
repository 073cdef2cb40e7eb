// The stand-in for Kubernetes: answers as an API server would, or with the answers of a real cluster if one is given.
import type { Cluster } from "../kubernetes/cluster.ts";
import { kubernetesOutputs } from "./facts/kubernetes.ts";
import type { Making } from "./facts/making.ts";
import { withSecrets } from "./secrets.ts";
import { mapValues, plain, UNKNOWN, type Value, type Values } from "@modelport/sdk-schema/wire";

/** Bookkeeping of the API server. */
const NOT_OF_INTEREST = "managedFields";

export async function makeObject(making: Making, inputs: Values, cluster: Cluster | undefined): Promise<Values> {
  if (cluster === undefined) return withSecrets(kubernetesOutputs(making), inputs);
  return withSecrets(quiet(await cluster.apply(making.inputs, { dryRun: false })), inputs);
}

/** Asks the cluster, if there is one and every value is known: it may refuse what the SDK's types allow. */
export async function previewObject(inputs: Values, hasStatus: boolean, cluster: Cluster | undefined): Promise<Values> {
  const values = mapValues(inputs, plain);
  const isKnown = !JSON.stringify(values).includes(UNKNOWN);
  if (cluster !== undefined && isKnown) await tryOut(values, cluster);
  return hasStatus ? { ...inputs, status: UNKNOWN } : inputs;
}

/** A namespace that the same run creates does not exist yet, which is not a fault of the object. */
async function tryOut(values: Values, cluster: Cluster): Promise<void> {
  try {
    await cluster.apply(values, { dryRun: true });
  } catch (error) {
    if (!/namespaces "[^"]+" not found/.test((error as Error).message)) throw error;
  }
}

function quiet(object: Values): Values {
  const { [NOT_OF_INTEREST]: _, ...metadata } = object["metadata"] as Readonly<Record<string, Value>>;
  return { ...object, metadata };
}
