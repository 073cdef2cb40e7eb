// The engine's state, as `pulumi stack export --show-secrets` prints it.
import type { StateResource } from "../offline-engine.ts";
import { partsOf } from "../provider/cloud.ts";

type Exported = Omit<StateResource, "name" | "inputs" | "outputs"> & Partial<Pick<StateResource, "inputs" | "outputs">>;

/** Every resource except the default providers, dependencies first. */
export function exportedResources(json: string): readonly StateResource[] {
  const { deployment } = JSON.parse(json) as { deployment: { resources?: readonly Exported[] } };
  return (deployment.resources ?? [])
    .map(({ urn, type, id, parent, inputs, outputs }) => ({
      urn,
      type,
      name: partsOf(urn).name,
      id,
      parent,
      inputs: unsealed(inputs),
      outputs: unsealed(outputs),
    }))
    .filter(({ type, name }) => !(type.startsWith("pulumi:providers:") && name.startsWith("default")));
}

/** A secret is stored as JSON in `plaintext`. */
function unsealed(values: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return JSON.parse(JSON.stringify(values), (_key, value: unknown) =>
    typeof value === "object" && value !== null && "plaintext" in value ? JSON.parse(String(value.plaintext)) : value,
  ) as Readonly<Record<string, unknown>>;
}
