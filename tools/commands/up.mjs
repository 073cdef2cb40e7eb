// `npm run up -- <stack> [flags of pulumi up]`: install, package, deploy, and verify what answers.
import {
  artifactKinds,
  packageArtifacts,
  readStackArguments,
  refreshAfterFailure,
  prepareProviders,
  runPulumiCommand,
  stackConfiguration,
  stackOutputs,
  USAGE_EXIT_CODE,
} from "../launch/deploying.mjs";
import { ensureInstalled, projectEnvironment } from "../launch/install.mjs";
import { root } from "../launch/root.mjs";
import { runCommand, StepFailed } from "../launch/step.mjs";
import { accessOf, summaryOf, verifyStack } from "../launch/verifying.mjs";

await runCommand(async () => {
  const { stack, name, target, flags, verifies, timeoutSeconds } = readStackArguments(
    "up",
    root,
    process.argv.slice(2),
  );
  if (flags.includes("--offline")) {
    throw new StepFailed(
      `npm run up deploys to the real ${target}: write npm run preview -- ${stack} --offline to see what it would create, or ` +
        `npx modelport-offline up ${stack} to create it in stand-in clouds.`,
      USAGE_EXIT_CODE,
    );
  }
  await ensureInstalled(root);
  const workspace = { root, env: projectEnvironment(root) };
  await prepareProviders(workspace, { name, target });
  const configuration = await stackConfiguration(workspace, stack, flags);
  await packageArtifacts(workspace, await artifactKinds(workspace, name, configuration));
  const refresh = await refreshAfterFailure(workspace, stack, flags);
  await runPulumiCommand(workspace, stack, "up", ["--suppress-outputs", ...refresh, ...flags], "deployed");
  const outputs = await stackOutputs(workspace, stack);
  for (const line of summaryOf(name, outputs, await accessOf(workspace, outputs))) console.log(line);
  if (verifies) await verifyStack(workspace, stack, outputs, timeoutSeconds);
  return 0;
});
