// Resources that change the same thing, which takes one change at a time, must wait for each other.
import { editOf } from "@modelport/offline-engine/in-process";
import { called } from "@modelport/policies";
import type { Check, RegisteredResource } from "../check.ts";
import { eachVariant } from "../subject.ts";

export const editsOrdered: Check = {
  id: "edits-ordered",
  title: "resources that change the same thing, which takes one change at a time, wait for each other",
  run: (subject) =>
    eachVariant(subject, ({ resources }) => {
      const edits = resources.flatMap((resource) => {
        const edit = editOf(resource.type, resource.inputs);
        return edit === undefined ? [] : [{ resource, ...edit }];
      });
      return edits.flatMap(({ resource, thing, called: what }, index) => {
        const beside = edits
          .slice(0, index)
          .find((other) => other.thing === thing && !isOrdered(resource, other.resource, resources));
        if (beside === undefined) return [];
        return [
          `${called(resource)} and ${called(beside.resource)} both change ${what} \`${thing}\`, which takes one change at a time ` +
            "(409): let one wait for the other with { dependsOn }.",
        ];
      });
    }),
};

function isOrdered(one: RegisteredResource, other: RegisteredResource, all: readonly RegisteredResource[]): boolean {
  return waitsFor(one, other, all) || waitsFor(other, one, all);
}

function waitsFor(
  one: RegisteredResource,
  other: RegisteredResource,
  all: readonly RegisteredResource[],
  seen = new Set<string>(),
): boolean {
  if (one.dependencies.includes(other.urn)) return true;
  seen.add(one.urn);
  return all.some(({ urn, ...next }) => {
    if (seen.has(urn) || !one.dependencies.includes(urn)) return false;
    return waitsFor({ urn, ...next }, other, all, seen);
  });
}
