// `npm run live -- <stack> --yes-spend`: the whole life of a deployment in a real account, and a dated report.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareProviders, stackConfiguration } from "../launch/deploying.mjs";
import { ensureInstalled, projectEnvironment } from "../launch/install.mjs";
import {
  costSentence,
  deployedSentence,
  failureSentence,
  readLiveArguments,
  refuseSpending,
} from "../launch/live/arguments.mjs";
import { deployedResources, estimateOf, operationsOf } from "../launch/live/operations.mjs";
import { reportName, reportOf } from "../launch/live/report.mjs";
import { runSteps } from "../launch/live/steps.mjs";
import { root } from "../launch/root.mjs";
import { runCommand, StepFailed } from "../launch/step.mjs";

await runCommand(async () => {
  const live = readLiveArguments(root, process.argv.slice(2));
  const { stack, name, target, spends } = live;
  await ensureInstalled(root);
  // Each model is packaged again: given artifacts would be deployed three times.
  const { MODELPORT_ARTIFACTS_DIR: _, ...env } = projectEnvironment(root);
  const workspace = { root, env };
  const estimate = await estimateOf(workspace, name);
  if (!spends) refuseSpending(stack, target, estimate);
  await prepareProviders(workspace, live);
  await stackConfiguration(workspace, stack, []);
  if ((await deployedResources(workspace, stack)).length > 0) throw new StepFailed(deployedSentence(stack, target));
  const cost = costSentence(estimate);
  console.log(cost);
  const operations = operationsOf(workspace, live);
  const date = new Date();
  const { steps, left, error } = await runSteps(operations).finally(operations.close);
  const report = { stack: name, target, date, where: operations.region(), cost, steps, left };
  const file = join(root, "docs/live", reportName(name, date));
  writeFileSync(file, reportOf(report));
  console.log(`\n${reportOf(report)}\nWritten to ${file}; docs/live/README.md says what to do with it.`);
  if (error !== undefined) throw new StepFailed(failureSentence(stack, steps, await stillDeployed(workspace, stack)));
  return 0;
});

async function stillDeployed(workspace, stack) {
  return (await deployedResources(workspace, stack).catch(() => [])).length;
}
