// A name and a type identify a resource: if one changes, the engine deletes the old resource.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { DeclaredResource } from "@modelport/policies";
import type { Check, MockDeployment, Subject } from "../check.ts";
import { completeDeployments, distinct } from "../subject.ts";

export const SNAPSHOT = "graph.snap.json";

/** By variant, for each `type name` its parent in the same form (`-`: the stack). */
type Drawn = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const graphSnapshot: Check = {
  id: "graph-snapshot",
  title: `types, names and parents are those of ${SNAPSHOT}`,
  run: async (subject) => {
    const [before, now] = [readSnapshot(subject.suite.folder), await draw(subject)];
    if (before === undefined) return [`${SNAPSHOT} is not there: run \`npx vitest run -u\` in the target's folder.`];
    const accept = "if that is meant, accept it with `npx vitest run -u`";
    const perVariant = Object.entries(now).flatMap(([variant, resources]) => {
      const old = before[variant] ?? {};
      const lost = Object.keys(old).filter((resource) => !(resource in resources));
      const added = Object.keys(resources).filter((resource) => !(resource in old));
      const moved = Object.keys(resources).filter(
        (resource) => resource in old && old[resource] !== resources[resource],
      );
      return [
        ...lost.map(
          (each) => `${each} is in ${SNAPSHOT} and no longer declared, so that it would be deleted: ${accept}.`,
        ),
        ...added.map((each) => `${each} is declared and not in ${SNAPSHOT}: ${accept}.`),
        ...moved.map(
          (each) =>
            `${each} is a child of ${resources[each]} and no longer of ${old[each]}, which replaces it: ${accept}.`,
        ),
      ];
    });
    return distinct(perVariant);
  },
};

/** The snapshot as it should be. */
export async function snapshotText(subject: Subject): Promise<string> {
  return `${JSON.stringify(await draw(subject), null, 2)}\n`;
}

async function draw(subject: Subject): Promise<Drawn> {
  const deployments = await completeDeployments(subject);
  return Object.fromEntries(deployments.map((deployment) => [deployment.variant.name, resourcesOf(deployment)]));
}

function resourcesOf({ resources }: MockDeployment): Readonly<Record<string, string>> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const identity = (resource: DeclaredResource | undefined) =>
    resource === undefined ? "-" : `${resource.type} ${resource.name}`;
  return Object.fromEntries(
    resources
      .map((resource) => [identity(resource), identity(byUrn.get(resource.parent ?? ""))] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function readSnapshot(folder: string): Drawn | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, SNAPSHOT), "utf8")) as Drawn;
  } catch {
    return undefined;
  }
}
