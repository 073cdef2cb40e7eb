// Which members of a manifest may be left out, by its schema alone, so that a new one is covered on the day it is added.
import type { Manifest } from "@modelport/contracts";
import { type JsonSchema, manifestJsonSchema } from "@modelport/contracts/manifest";

type Path = readonly (string | number)[];
type Schema = Exclude<JsonSchema, boolean>;

/** The name of every optional member: `features[number].minimum`, `output(binary).bands`. */
export function optionalMembers(): string[] {
  const names: string[] = [];
  const descend = (schema: Schema, name: string): void => {
    for (const branch of branchesOf(schema)) {
      const here = name + labelOf(schema, branch);
      if (typeof branch.items === "object") descend(branch.items as Schema, `${here}[]`);
      for (const [key, member] of Object.entries(branch.properties ?? {})) {
        const inner = here === "" ? key : `${here}.${key}`;
        if (!branch.required?.includes(key)) names.push(inner);
        descend(member as Schema, inner);
      }
    }
  };
  descend(manifestJsonSchema(), "");
  return [...new Set(names)];
}

/** Where `manifest` has them, by name; of a list the first element that has one. */
export function optionalMembersOf(manifest: Manifest): Map<string, Path> {
  const found = new Map<string, Path>();
  const descend = (schema: Schema, value: unknown, name: string, path: Path): void => {
    const branch = branchesOf(schema).find((candidate) => fits(candidate, value));
    if (!branch) return;
    const here = name + labelOf(schema, branch);
    if (Array.isArray(value)) {
      value.forEach((item, index) => descend((branch.items ?? {}) as Schema, item, `${here}[]`, [...path, index]));
      return;
    }
    for (const [key, member] of Object.entries(branch.properties ?? {})) {
      const inner = (value as Record<string, unknown>)[key];
      if (inner === undefined) continue;
      const innerName = here === "" ? key : `${here}.${key}`;
      if (!branch.required?.includes(key) && !found.has(innerName)) found.set(innerName, [...path, key]);
      descend(member as Schema, inner, innerName, [...path, key]);
    }
  };
  descend(manifestJsonSchema(), manifest, "", []);
  return found;
}

/** Takes the member at `path` out of `manifest`. */
export function leaveOut(manifest: object, path: Path): void {
  const parent = path.slice(0, -1).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], manifest);
  delete (parent as Record<string, unknown>)[String(path.at(-1))];
}

function branchesOf(schema: Schema): Schema[] {
  return schema.oneOf ?? schema.anyOf ?? [schema];
}

/** `(binary)`, where a member tells the branches apart. */
function labelOf(schema: Schema, branch: Schema): string {
  if (branch === schema) return "";
  const told = Object.values(branch.properties ?? {}).find((member) => (member as Schema).const !== undefined);
  return told === undefined ? "" : `(${String((told as Schema).const)})`;
}

function fits(branch: Schema, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(branch.properties ?? {}).every(
    ([key, member]) =>
      (member as Schema).const === undefined || (member as Schema).const === (value as Record<string, unknown>)[key],
  );
}
