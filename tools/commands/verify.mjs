// `npm run verify -- <stack>`: checks that the running artifact and model are the ones that the stack deployed.
import { readStackArguments, stackOutputs, USAGE_EXIT_CODE } from "../launch/deploying.mjs";
import { ensureInstalled, projectEnvironment } from "../launch/install.mjs";
import { root } from "../launch/root.mjs";
import { runCommand, StepFailed } from "../launch/step.mjs";
import { verifyStack } from "../launch/verifying.mjs";

await runCommand(async () => {
  const { stack, flags, timeoutSeconds } = readStackArguments("verify", root, process.argv.slice(2));
  if (flags.length > 0) {
    const sentence = `"${flags[0]}" is not a flag of npm run verify, which takes a stack and --verify-timeout-seconds <seconds>.`;
    throw new StepFailed(sentence, USAGE_EXIT_CODE);
  }
  await ensureInstalled(root);
  const workspace = { root, env: projectEnvironment(root) };
  const outputs = await stackOutputs(workspace, stack);
  if (outputs.url === undefined) {
    throw new StepFailed(`The stack ${stack} has no outputs: deploy it with npm run up -- ${stack}.`);
  }
  await verifyStack(workspace, stack, outputs, timeoutSeconds);
  return 0;
});
