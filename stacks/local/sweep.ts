// `node stacks/local/sweep.ts <stack>`: stops what still runs in the folder of a stack whose state has no record of it. The
// wrapper of the CLI runs it after a `destroy` of the whole stack, for runs that were killed in the middle.
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { clearService } from "@modelport/local-runtime";
import { parseStackName } from "@modelport/target-kit";
import { localFolder, removeEmptyParents } from "./deployment/state-folder.ts";

const [, , stack = ""] = process.argv;
if (parseStackName(stack) === undefined) {
  console.error(`"${stack}" is not the name of a stack: write node stacks/local/sweep.ts <stack>, such as local.`);
  process.exit(2);
}
const folder = path.join(localFolder, stack);
if (existsSync(folder)) {
  for (const service of await readdir(folder)) {
    const directory = path.join(folder, service);
    await clearService(directory);
    await removeEmptyParents(directory);
    console.error(`Stopped and removed what an interrupted run left of the ${service} of ${stack}.`);
  }
}
