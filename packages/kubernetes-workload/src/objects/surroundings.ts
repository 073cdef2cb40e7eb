// What the pods need around them: a namespace, an identity and their settings.
import { hashOf } from "./names.ts";
import { labelsOf, metadataOf, type Place } from "./place.ts";

/** Pod Security's strictest level: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
const RESTRICTED = Object.fromEntries(
  ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "restricted"]),
);

export function namespace(place: Place) {
  return {
    apiVersion: "v1" as const,
    kind: "Namespace" as const,
    metadata: { name: place.namespace, labels: { ...labelsOf(place), ...RESTRICTED } },
  };
}

/** An identity without rights and without a token. */
export function serviceAccount(place: Place) {
  return {
    apiVersion: "v1" as const,
    kind: "ServiceAccount" as const,
    metadata: metadataOf(place),
    automountServiceAccountToken: false,
  };
}

/**
 * The app's variables. The name has their hash, so that other settings are another ConfigMap and another template: pods of the old
 * template that start again during a rollout keep the old settings.
 */
export function configMap(place: Place, environment: Readonly<Record<string, string>>) {
  const data = Object.fromEntries(Object.entries(environment).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return {
    apiVersion: "v1" as const,
    kind: "ConfigMap" as const,
    metadata: metadataOf(place, `${place.name}-${hashOf(JSON.stringify(data), 10)}`),
    immutable: true,
    data,
  };
}
