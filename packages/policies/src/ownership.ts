// A bill shows what a stack owns: every resource that takes tags or labels has those of the stack.
import { ownershipTags } from "@modelport/target-kit";
import ownableTypes from "./ownable-types.json" with { type: "json" };
import { inputAt, isMembers, listOf, shown } from "./inputs.ts";
import { called, type DeclaredResource, type Policy } from "./policy.ts";

/** Kinds of the Kubernetes API that are not objects. */
const notObjects = /^kubernetes:(helm\.sh|yaml|kustomize)\//;

/** The input of `type` for ownership tags (`tags`, `labels`, `metadata.labels`); `undefined` if it takes none. */
function ownershipProperty(type: string): string | undefined {
  if (type.startsWith("kubernetes:")) return notObjects.test(type) ? undefined : "metadata.labels";
  return Object.hasOwn(ownableTypes, type) ? ownableTypes[type as keyof typeof ownableTypes] : undefined;
}

export const owned = {
  name: "owned",
  title: "every resource that takes tags or labels says whose it is",
  types: ["aws:", "gcp:", "kubernetes:"],
  check: (resource) => {
    const property = ownershipProperty(resource.type);
    if (property === undefined) return [];
    const tags = tagsAt(resource, property);
    const missing = Object.entries(ownershipTags({ stack: stackOf(resource) })).filter(
      ([key, value]) => tags[key] !== value,
    );
    if (missing.length === 0) return [];
    const expected = missing.map(([key, value]) => `${key}: ${value}`).join(", ");
    return [
      `${called(resource)}: ${property} is ${shown(inputAt(resource, property))}, but must have ${expected}: ` +
        "put ownershipTags(context) of target-kit there.",
    ];
  },
} as const satisfies Policy;

/** The tags as a map; an autoscaling group has them as a list. */
function tagsAt(resource: DeclaredResource, property: string): Readonly<Record<string, unknown>> {
  const value = inputAt(resource, property);
  if (isMembers(value)) return value;
  return Object.fromEntries(
    listOf(value)
      .filter(isMembers)
      .map((tag) => [tag["key"], tag["value"]]),
  );
}

function stackOf({ urn }: DeclaredResource): string {
  return urn.split("::")[0]?.split(":")[2] ?? "";
}
