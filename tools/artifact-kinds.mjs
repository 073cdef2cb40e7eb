// Prints the kinds of artefact that a target deploys under a stack's settings, as JSON. Needs the pinned Node: it imports
// TypeScript. A wrong setting is said in its sentence, before anything is packaged.
import { settingsOf } from "@modelport/target-kit";
import * as registry from "../stacks/registry.ts";

const [, , name, configuration] = process.argv;
const target = Object.values(registry).find((known) => known.name === name);
if (!target) throw new Error(`stacks/registry.ts has no target ${name}.`);
try {
  console.log(JSON.stringify(target.artifactsFor(settingsOf(JSON.parse(configuration)))));
} catch (error) {
  if (error.name !== "SettingsError") throw error;
  console.error(error.message);
  process.exitCode = 1;
}
