// Objects of the clouds as tests compare them.
import { partsOf, type StoredObject } from "./cloud.ts";
import { isKubernetes, isMadeUp } from "./objects.ts";
import { findSdk, loadSchema } from "@modelport/sdk-schema";
import { mapValues, membersOf, plain, type Value, type Values } from "@modelport/sdk-schema/wire";

/** One object of the clouds: values that inputs can set are separate from values that only a cloud knows. */
export interface CloudView {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** Created implicitly by a provider. */
  readonly isBeside: boolean;
  readonly settable: Values;
  readonly computed: Values;
}

export async function viewOf({ type, id, urn, inputs, outputs, endsWith, holds }: StoredObject): Promise<CloudView> {
  const sdk = findSdk(type.split(":")[0] ?? "");
  const schema = sdk && (await loadSchema(sdk, type));
  // A generated name counts as the cloud's.
  const isSettable = (name: string) => schema?.inputs[name] !== undefined && !isMadeUp(inputs, name);
  const entries = Object.entries(mapValues(outputs, plain)).filter(([name]) => !name.startsWith("__"));
  return {
    type,
    id,
    name: partsOf(urn).name,
    isBeside: endsWith !== undefined,
    settable: {
      ...Object.fromEntries(
        entries.filter(([name]) => isSettable(name)).map(([name, value]) => [name, asSet(type, name, value)]),
      ),
      ...(holds === undefined ? {} : { asDeployed: holds }),
    },
    computed: Object.fromEntries(entries.filter(([name]) => !isSettable(name))),
  };
}

/** The metadata of a Kubernetes object can be set, except for what counts its changes and tells it from its namesakes. */
function asSet(type: string, name: string, value: Value): Value {
  if (name !== "metadata" || !isKubernetes(type)) return value;
  const {
    uid: _uid,
    creationTimestamp: _created,
    resourceVersion: _version,
    generation: _generation,
    ...set
  } = membersOf(value);
  return set;
}
