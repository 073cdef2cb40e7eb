// A stack's Kubernetes objects as plain YAML, for Argo CD, Flux and `kubectl apply -f`.
import { stringify } from "yaml";
import type { StateResource } from "../offline-engine.ts";

export interface YamlFile {
  /** `01-namespace-shop.yaml`: in the order of their names, each finds what it needs when it is applied. */
  readonly name: string;
  readonly text: string;
}

/** Annotations for Pulumi's provider, which mean nothing to others. */
const IS_PULUMIS = /^pulumi\.com\//;

/** Kinds that others refer to, in the order in which `kubectl` must find them; the rest follows by its names. */
const FIRST = ["Namespace", "ServiceAccount", "ConfigMap", "Secret", "NetworkPolicy"];

interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The Kubernetes objects among `resources`; the same objects give the same bytes, whatever their order. */
export function writeYaml(resources: readonly Pick<StateResource, "type" | "inputs">[]): readonly YamlFile[] {
  const objects = resources
    .filter(({ type, inputs }) => type.startsWith("kubernetes:") && typeof inputs["kind"] === "string")
    .map(({ inputs }) => inputs as unknown as KubernetesObject)
    .toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  const digits = String(objects.length).length;
  return objects.map(({ apiVersion, kind, metadata, ...others }, index) => {
    const number = String(index + 1).padStart(Math.max(digits, 2), "0");
    const text = stringify({ apiVersion, kind, metadata: withoutPulumis(metadata), ...others }, { lineWidth: 0 });
    return { name: `${number}-${kind}-${metadata.name ?? "object"}.yaml`.toLowerCase(), text };
  });
}

function orderOf({ kind, metadata: { namespace = "", name = "" } }: KubernetesObject): string {
  const rank = FIRST.indexOf(kind);
  return [rank === -1 ? FIRST.length : rank, kind, namespace, name].join(" ");
}

function withoutPulumis({ annotations = {}, ...metadata }: Metadata): Metadata {
  const left = Object.entries(annotations).filter(([name]) => !IS_PULUMIS.test(name));
  return left.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(left) };
}
