// Prints the kinds of artifact that a stack deploys under its settings, as JSON; a wrong setting is an error before anything is
// packaged.
import { estimateSettingsOf, resolveTarget, settingsOf } from "@modelport/target-kit";
import * as registry from "@modelport/stacks/registry";

const [, , stack, configuration] = process.argv;
try {
  const { target } = resolveTarget(stack, registry);
  const configured = JSON.parse(configuration);
  estimateSettingsOf(configured, stack);
  console.log(JSON.stringify(target.artifactsFor(settingsOf(configured), stack)));
} catch (error) {
  if (error.name !== "SettingsError") throw error;
  console.error(error.message);
  process.exitCode = 1;
}
