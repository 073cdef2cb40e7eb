// `npm run preview -- <stack> [--offline] [flags of pulumi preview]`: what `up` would change.
import { join } from "node:path";
import {
  artifactKinds,
  packageArtifacts,
  readStackArguments,
  prepareProviders,
  runPulumiCommand,
  stackConfiguration,
} from "../launch/deploying.mjs";
import { ensureInstalled, projectEnvironment } from "../launch/install.mjs";
import { passThrough } from "../launch/run.mjs";
import { root } from "../launch/root.mjs";
import { runCommand } from "../launch/step.mjs";

await runCommand(async () => {
  const { stack, name, target, flags } = readStackArguments("preview", root, process.argv.slice(2));
  await ensureInstalled(root);
  const workspace = { root, env: projectEnvironment(root) };
  if (flags.includes("--offline")) return previewOffline(workspace, stack, flags);
  await prepareProviders(workspace, { name, target });
  const configuration = await stackConfiguration(workspace, stack, flags);
  await packageArtifacts(workspace, await artifactKinds(workspace, name, configuration));
  await runPulumiCommand(workspace, stack, "preview", flags, "previewed");
  return 0;
});

// The engine and the program are real, the clouds are stand-ins: no account, no network.
async function previewOffline({ root: cwd, env }, stack, flags) {
  const program = join(cwd, "tools", "offline", "offline.mjs");
  const { code } = await passThrough("node", [program, "preview", stack, ...flags], { cwd, env });
  return code ?? 1;
}
