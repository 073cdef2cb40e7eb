import type { Command } from "../command.ts";
import { flagLines } from "../flags.ts";
import { flags } from "./flags.ts";

const help = `Usage: modelport cost --stack <name> [flags]
       modelport cost --diff <git ref> [flags]

Prices the settings of a stack, line by line, for a month of traffic. It reads Pulumi.<stack>.yaml
and Pulumi.yaml as files: Pulumi is not needed, and secrets stay encrypted. The traffic is that of
modelport:requestsPerMonth and modelport:durationMs in the stack's file; flags replace it.

Flags:
${flagLines(flags)}

Exit codes: 0 done, 2 a wrong command line, file, setting or git ref.

Examples:
  modelport cost --stack lambda-prod
  modelport cost --stack ecs --requests-per-month 50000000 --format markdown
  modelport cost --diff origin/main
  modelport cost --stack cloudrun --focus --month 2027-01 > estimate.csv`;

export const cost: Command = {
  name: "cost",
  summary: "what a stack's settings cost, or a change of them",
  help,
  // The targets and their settings take longer to load than the other commands take to start.
  run: async (argv, tools) => (await import("./run.ts")).runCost(argv, tools),
};
