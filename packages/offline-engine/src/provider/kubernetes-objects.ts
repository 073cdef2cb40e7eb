// What the stand-in for Kubernetes makes: what an API server would answer, or, where a cluster was named, what it answers.
import type { Cluster } from "../kubernetes/cluster.ts";
import { kubernetesOutputs } from "./facts/kubernetes.ts";
import type { Making } from "./facts/making.ts";
import { withSecrets } from "./secrets.ts";
import { mapValues, plain, UNKNOWN, type Value, type Values } from "@modelport/sdk-schema/wire";

/** Noise that an API server keeps for itself. */
const NOT_OF_INTEREST = "managedFields";

export async function makeObject(making: Making, inputs: Values, cluster: Cluster | undefined): Promise<Values> {
  if (cluster === undefined) return withSecrets(kubernetesOutputs(making), inputs);
  return withSecrets(quiet(await cluster.apply(making.inputs, { dryRun: false })), inputs);
}

/** Asks the cluster, where there is one and everything is known; it may refuse what the SDK's types let through. */
export async function previewObject(inputs: Values, hasStatus: boolean, cluster: Cluster | undefined): Promise<Values> {
  const values = mapValues(inputs, plain);
  const isKnown = !JSON.stringify(values).includes(UNKNOWN);
  if (cluster !== undefined && isKnown) await tryOut(values, cluster);
  return hasStatus ? { ...inputs, status: UNKNOWN } : inputs;
}

/** A name space that the same run makes is not there yet, and no fault of the object. */
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
