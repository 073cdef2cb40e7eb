// A stack's Kubernetes objects as plain YAML, for Argo CD, Flux and `kubectl apply -f`.
import { stringify } from "yaml";
import { joinPath, UNKNOWN } from "@modelport/sdk-schema/wire";
import type { StateResource } from "../offline-engine.ts";

export interface YamlFile {
  /** `01-namespace-shop.yaml`: in the order of their names, each finds what it needs when it is applied. */
  readonly name: string;
  readonly text: string;
  /** Paths of the values that only an `up` would know, such as an image in a registry to be made; {@link KNOWN_LATER} is in their place. */
  readonly unknown: readonly string[];
}

export const KNOWN_LATER = "KNOWN-AFTER-UP";

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
    const object = { apiVersion, kind, metadata: withoutPulumis(metadata), ...others };
    const unknown: string[] = [];
    const text = stringify(withoutUnknown(object, "", unknown), { lineWidth: 0 });
    return { name: `${number}-${kind}-${metadata.name ?? "object"}.yaml`.toLowerCase(), text, unknown };
  });
}

/** Puts the path of each unknown value into `unknown`. */
function withoutUnknown(value: unknown, path: string, unknown: string[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => withoutUnknown(item, joinPath(path, index), unknown));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([key, member]) => [key, withoutUnknown(member, joinPath(path, key), unknown)]),
    );
  }
  if (typeof value !== "string" || !value.includes(UNKNOWN)) return value;
  unknown.push(path);
  return value.replaceAll(UNKNOWN, KNOWN_LATER);
}

function orderOf({ kind, metadata: { namespace = "", name = "" } }: KubernetesObject): string {
  const rank = FIRST.indexOf(kind);
  return [rank === -1 ? FIRST.length : rank, kind, namespace, name].join(" ");
}

function withoutPulumis({ annotations = {}, ...metadata }: Metadata): Metadata {
  const left = Object.entries(annotations).filter(([name]) => !IS_PULUMIS.test(name));
  return left.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(left) };
}
