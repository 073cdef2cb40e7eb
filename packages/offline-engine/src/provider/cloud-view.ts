// Objects of the clouds as tests compare them.
import { partsOf, type StoredObject } from "./cloud.ts";
import { isMadeUp } from "./objects.ts";
import { findSdk, loadSchema } from "@modelport/sdk-schema";
import { mapValues, plain, type Values } from "@modelport/sdk-schema/wire";

/** One object of the clouds, with what can be set apart from what only a cloud can know. */
export interface CloudView {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** Made by a provider on its own. */
  readonly isBeside: boolean;
  readonly settable: Values;
  readonly computed: Values;
}

export async function viewOf({ type, id, urn, inputs, outputs, endsWith, holds }: StoredObject): Promise<CloudView> {
  const sdk = findSdk(type.split(":")[0] ?? "");
  const schema = sdk && (await loadSchema(sdk, type));
  // A name that nobody gave is the cloud's.
  const isSettable = (name: string) => schema?.inputs[name] !== undefined && !isMadeUp(inputs, name);
  const entries = Object.entries(mapValues(outputs, plain)).filter(([name]) => !name.startsWith("__"));
  return {
    type,
    id,
    name: partsOf(urn).name,
    isBeside: endsWith !== undefined,
    settable: {
      ...Object.fromEntries(entries.filter(([name]) => isSettable(name))),
      ...(holds === undefined ? {} : { asDeployed: holds }),
    },
    computed: Object.fromEntries(entries.filter(([name]) => !isSettable(name))),
  };
}
