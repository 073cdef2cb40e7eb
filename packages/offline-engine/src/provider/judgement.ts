// Whether the SDK knows a type, and what to say where it does not.
import { namesBeside, placeOf, type Sdk } from "../schema/sdk.ts";

const MOST_NAMES = 12;

export function notInstalled(pulumiPackage: string): string {
  return `its SDK is not installed, so that nothing says what it takes: npm install @pulumi/${pulumiPackage}.`;
}

/** A kind of a custom resource definition: its group is a domain that the SDK has no folder for. */
export function isCustomKind(type: string, sdk: Sdk): boolean {
  const [pulumiPackage, group = ""] = type.split(":");
  return pulumiPackage === "kubernetes" && group.includes(".") && namesBeside(placeOf(sdk, type)).length === 0;
}

export function noSuchType(sdk: Sdk, type: string): string {
  const names = namesBeside(placeOf(sdk, type));
  const more = names.length > MOST_NAMES ? ", ..." : "";
  const beside = names.length === 0 ? "" : ` (beside it are ${names.slice(0, MOST_NAMES).join(", ")}${more})`;
  return `${type} is no type of ${sdk.packageName} ${sdk.version}${beside}.`;
}
