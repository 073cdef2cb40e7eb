// A stack's Kubernetes objects as plain YAML, for `kubectl apply -f` and for reading.
import { stringify } from "yaml";
import type { StateResource } from "../offline-engine.ts";

export interface YamlFile {
  /** `01-namespace-shop.yaml`: in the order of their names, each finds what it needs when it is applied. */
  readonly name: string;
  readonly text: string;
}

const MADE_UP = "pulumi.com/autonamed";

interface Metadata {
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The Kubernetes objects among `resources`, in their order. */
export function writeYaml(resources: readonly StateResource[]): readonly YamlFile[] {
  const objects = resources.filter(
    ({ type, inputs }) => type.startsWith("kubernetes:") && typeof inputs["kind"] === "string",
  );
  const digits = String(objects.length).length;
  return objects.map(({ inputs }, index) => {
    const { apiVersion, kind, metadata, ...others } = inputs;
    const number = String(index + 1).padStart(Math.max(digits, 2), "0");
    const { name = "object" } = metadata as Metadata;
    const text = stringify(
      { apiVersion, kind, metadata: withoutMark(metadata as Metadata), ...others },
      { lineWidth: 0 },
    );
    return { name: `${number}-${String(kind)}-${name}.yaml`.toLowerCase(), text };
  });
}

function withoutMark({ annotations = {}, ...metadata }: Metadata): Metadata {
  const { [MADE_UP]: _, ...left } = annotations;
  return Object.keys(left).length === 0 ? metadata : { ...metadata, annotations: left };
}
