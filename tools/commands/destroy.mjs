// `npm run destroy -- <stack> [flags of pulumi destroy]`: removes what the stack has deployed.
import { readStackArguments, runPulumiCommand } from "../launch/deploying.mjs";
import { ensureInstalled, projectEnvironment } from "../launch/install.mjs";
import { root } from "../launch/root.mjs";
import { runCommand } from "../launch/step.mjs";

await runCommand(async () => {
  const { stack, flags } = readStackArguments("destroy", root, process.argv.slice(2));
  await ensureInstalled(root);
  await runPulumiCommand({ root, env: projectEnvironment(root) }, stack, "destroy", flags, "destroyed");
  return 0;
});
