import * as registry from "@modelport/stacks/registry";
import { refuseOtherTargets } from "../advise/options.ts";
import type { Tools } from "../command.ts";
import { EXIT } from "../exit.ts";
import { changesJson, changesMarkdown, changesSince, changesTable } from "./diff.ts";
import { costOf } from "./estimate.ts";
import { focusCsv } from "./focus.ts";
import { parseOptions, type StackCostOptions } from "./options.ts";
import { configurationOf, findProject, onDisk, type Project, stackFilePath } from "./project.ts";
import { costJson, costMarkdown, costTable } from "./report.ts";

export async function runCost(argv: readonly string[], { report, terminal }: Pick<Tools, "report" | "terminal">) {
  const options = parseOptions(argv);
  refuseOtherTargets(options.prices, Object.keys(registry));
  const project = await findProject(options.cwd);
  const { lines, note } =
    options.diff === undefined
      ? await ofStack(options.stack ?? "", project, options)
      : { lines: await ofChanges(options.diff, project, options), note: undefined };
  report.say(...lines);
  if (note !== undefined) terminal.say(note);
  return EXIT.done;
}

async function ofChanges(ref: string, project: Project, options: StackCostOptions): Promise<readonly string[]> {
  const changes = await changesSince(ref, project, options);
  if (options.format === "json") return JSON.stringify(changesJson(changes, ref), undefined, 2).split("\n");
  return options.format === "table" ? changesTable(changes, ref) : changesMarkdown(changes, ref);
}

async function ofStack(given: string, project: Project, options: StackCostOptions) {
  // As Pulumi takes it: with an organization and a project before it.
  const stack = given.split("/").at(-1) ?? "";
  const { configuration, hasFile } = await configurationOf(project, stack, onDisk(project.folder));
  const cost = costOf(stack, configuration, options);
  const note = hasFile
    ? undefined
    : `There is no ${stackFilePath(project, stack)}: these are the defaults, with the project's configuration.`;
  if (options.focus) return { lines: focusCsv(cost, options.month), note };
  if (options.format === "json") return { lines: JSON.stringify(costJson(cost), undefined, 2).split("\n"), note };
  return { lines: options.format === "table" ? costTable(cost) : costMarkdown(cost), note };
}
