// Whether the installed SDK knows a resource type, and whether its inputs are what that SDK declares.
import { faultsOf } from "./schema-faults.ts";
import { findSdk, namesBeside, placeOf, type Sdk } from "./sdk.ts";
import { loadSchema } from "./type-schema.ts";
import type { Values } from "./wire.ts";

const MOST_NAMES = 12;

/**
 * What is wrong with the `inputs` of a resource of `type`, as they go over the wire to the engine: sentences without the
 * resource in front, such as `memorySize is "1024MB" (string), but must be a number.`
 */
export async function inputFaults(type: string, inputs: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const [pulumiPackage = ""] = type.split(":");
  const sdk = findSdk(pulumiPackage);
  if (sdk === undefined) {
    return [`the SDK that declares it is not installed: run npm install @pulumi/${pulumiPackage}.`];
  }
  const schema = await loadSchema(sdk, type);
  if (schema !== undefined) return faultsOf(inputs as Values, schema);
  return isCustomKind(type, sdk) ? [] : [noSuchType(type, sdk)];
}

/**
 * A kind of a custom resource definition: its group is a domain that the SDK has no folder for, or not one of Kubernetes' own,
 * such as networking.gke.io.
 */
function isCustomKind(type: string, sdk: Sdk): boolean {
  const [pulumiPackage, module = ""] = type.split(":");
  const [group = ""] = module.split("/");
  if (pulumiPackage !== "kubernetes" || !group.includes(".")) return false;
  return !group.endsWith(".k8s.io") || namesBeside(placeOf(sdk, type)).length === 0;
}

function noSuchType(type: string, sdk: Sdk): string {
  const names = namesBeside(placeOf(sdk, type));
  const more = names.length > MOST_NAMES ? " and others" : "";
  const beside = names.length === 0 ? "" : `; its module has ${names.slice(0, MOST_NAMES).join(", ")}${more}`;
  return `${sdk.packageName} ${sdk.version} has no such type${beside}.`;
}
