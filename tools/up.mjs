// `npm run up -- <stack> [flags of pulumi up]`: install, package, deploy, and verify what answers. Node 20 can run this.
import { fileURLToPath } from "node:url";
import {
  artifactKinds,
  isPublic,
  packageArtifacts,
  readStackArguments,
  runPulumiCommand,
  stackConfiguration,
  stackOutputs,
  summaryOf,
  verifyStack,
} from "./deploying.mjs";
import { ensureInstalled, projectEnvironment } from "./install.mjs";
import { runCommand } from "./step.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

await runCommand(async () => {
  const { stack, name, flags, verifies, timeoutSeconds } = readStackArguments("up", root, process.argv.slice(2));
  await ensureInstalled(root);
  const workspace = { root, env: projectEnvironment(root) };
  const configuration = await stackConfiguration(workspace, stack, flags);
  await packageArtifacts(workspace, await artifactKinds(workspace, name, configuration));
  await runPulumiCommand(workspace, stack, "up", ["--suppress-outputs", ...flags], "deployed");
  const outputs = await stackOutputs(workspace, stack);
  for (const line of summaryOf(name, outputs, isPublic(configuration))) console.log(line);
  if (verifies) await verifyStack(workspace, stack, outputs, timeoutSeconds);
  return 0;
});
