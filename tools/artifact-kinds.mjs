// Prints the kinds of artefact that a target deploys, as JSON. Needs the pinned Node: it imports TypeScript.
import * as registry from "../stacks/registry.ts";

const [, , name] = process.argv;
const target = Object.values(registry).find((known) => known.name === name);
if (!target) throw new Error(`stacks/registry.ts has no target ${name}.`);
console.log(JSON.stringify(target.artifacts));
