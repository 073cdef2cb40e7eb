import type { Command } from "../command.ts";
import { flagLines } from "../flags.ts";
import { flags } from "./flags.ts";

const help = `Usage: modelport advise [flags]

Says which target fits a workload, what each costs a month by list prices, at how many requests
the cheaper one changes, and what would change the advice. What a platform cannot do rejects it,
whatever the weights are. Nothing is deployed or called. Without flags, in a terminal, it asks.

Flags:
${flagLines(flags)}

Exit codes: 0 a target is recommended, 1 no target passes every rule or --measure failed, 2 a wrong
command line or file; 130 or 143 interrupted.

Examples:
  modelport advise --requests-per-month 5000000 --team 2
  modelport advise --preset mvp --lang es
  modelport advise --access-log access.log.gz --team 2
  modelport advise --workload churn.json --region eu --format json
  modelport advise --preset enterprise --adr docs/adr/0009-platform.md
  modelport advise --preset enterprise --from cloudrun --to gke`;

export const advise: Command = {
  name: "advise",
  summary: "which target fits, what it costs, and why",
  help,
  // The targets and their settings take longer to load than the other commands take to start.
  run: async (argv, tools) => (await import("./run.ts")).runAdvise(argv, tools),
};
