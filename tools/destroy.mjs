// `npm run destroy -- <stack> [flags of pulumi destroy]`: removes what the stack has deployed. Node 20 can run this.
import { fileURLToPath } from "node:url";
import { readStackArguments, runPulumiCommand } from "./deploying.mjs";
import { ensureInstalled, projectEnvironment } from "./install.mjs";
import { runCommand } from "./step.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

await runCommand(async () => {
  const { stack, flags } = readStackArguments("destroy", root, process.argv.slice(2));
  await ensureInstalled(root);
  await runPulumiCommand({ root, env: projectEnvironment(root) }, stack, "destroy", flags, "destroyed");
  return 0;
});
