// `npm run new:target <name>`: a folder under stacks/ that compiles, and the line in the registry. Installs where needed.
import { ensureInstalled } from "../launch/install.mjs";
import { root } from "../launch/root.mjs";
import { runCommand, StepFailed } from "../launch/step.mjs";

const USAGE_EXIT_CODE = 2;

await runCommand(async () => {
  const [name, ...more] = process.argv.slice(2);
  if (name === undefined || more.length > 0) {
    throw new StepFailed("Write npm run new:target <name>, with one name, such as fargate.", USAGE_EXIT_CODE);
  }
  await ensureInstalled(root);
  // It formats with prettier, which comes with the install.
  const { newTarget } = await import("./src/new-target.mjs");
  const { refused, lines } = await newTarget(root, name);
  if (refused !== undefined) throw new StepFailed(refused, USAGE_EXIT_CODE);
  for (const line of lines) console.log(line);
  return 0;
});
