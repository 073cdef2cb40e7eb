// The judgement of the stand-ins without an engine: what a program declares, against the installed SDK's own types.
import { isCustomKind, noSuchType, notInstalled } from "./provider/judgement.ts";
import { faultsOf } from "./provider/validate.ts";
import type { Values } from "./provider/wire.ts";
import { findSdk } from "./schema/sdk.ts";
import { loadSchema } from "./schema/type-schema.ts";

/**
 * What is wrong with the `inputs` of a resource of `type`, as they go over the wire to the engine: sentences without the
 * resource in front, such as `memorySize is "1024MB" (string), but must be a number.`
 */
export async function inputFaults(type: string, inputs: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const [pulumiPackage = ""] = type.split(":");
  const sdk = findSdk(pulumiPackage);
  if (sdk === undefined) return [notInstalled(pulumiPackage)];
  if (isCustomKind(type, sdk)) return [];
  const schema = await loadSchema(sdk, type);
  return schema === undefined ? [noSuchType(sdk, type)] : faultsOf(inputs as Values, schema);
}
