// Resources in the engine's state (`pulumi stack export --show-secrets`) and in its plans (`pulumi preview --json`).
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

/** A resource that an `up` would create or keep. */
export type PlannedResource = Pick<StateResource, "type" | "inputs">;

/** Every resource of a preview, in the order in which they are created. */
export function plannedResources(json: string): readonly PlannedResource[] {
  const { steps = [] } = JSON.parse(json) as { steps?: readonly { readonly newState?: Partial<PlannedResource> }[] };
  return steps.flatMap(({ newState: { type = "", inputs } = {} }) => (inputs === undefined ? [] : [{ type, inputs }]));
}
