import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { adrOf, type Analysis, analysisMarkdown, analyze, LANGUAGES, type Words } from "@modelport/advising";
import type { Target } from "@modelport/target-kit";
import * as registry from "@modelport/stacks/registry";
import type { Tools } from "../command.ts";
import { EXIT, shown, UsageError } from "../exit.ts";
import { analysisJson } from "./json.ts";
import { type AdviseOptions, parseOptions } from "./options.ts";
import { stackFile } from "./stack-file.ts";
import { analysisTable } from "./table.ts";

const targets: readonly Target[] = Object.values(registry);

export async function runAdvise(argv: readonly string[], { report, terminal }: Pick<Tools, "report" | "terminal">) {
  const options = parseOptions(argv);
  const words = LANGUAGES[options.language];
  const analysis = analysisOf(options);
  report.say(...rendered(analysis, words, options.format));
  const files: { readonly flag: string; readonly path: string; readonly text: string }[] = [];
  if (options.adr !== undefined) {
    files.push({ flag: "adr", path: options.adr, text: await adrOf(analysis, words) });
  }
  const [best] = analysis.options;
  if (options.settings !== undefined && best !== undefined) {
    const text = stackFile(best, analysis);
    files.push({ flag: "settings", path: join(options.settings, `Pulumi.${best.target.name}.yaml`), text });
  }
  for (const { flag, path, text } of files) {
    await writeNew(flag, path, text, options.force);
    terminal.say(`Written to ${path}`);
  }
  return analysis.options.length === 0 ? EXIT.failed : EXIT.done;
}

/** @throws {UsageError} if `--prices` names a target or a price that does not exist */
function analysisOf({ requirements, advice }: AdviseOptions): Analysis {
  const unknown = Object.keys(advice.prices ?? {}).find((name) => !targets.some((target) => target.name === name));
  if (unknown !== undefined) {
    const names = targets.map(({ name }) => name).join(", ");
    throw new UsageError(`--prices has ${shown(unknown)}, but the targets are ${names}: correct it.`);
  }
  try {
    return analyze(targets, requirements, advice);
  } catch (error) {
    if (error instanceof Error && error.name === "PriceOverrideError")
      throw new UsageError(`--prices: ${error.message}`);
    throw error;
  }
}

function rendered(analysis: Analysis, words: Words, format: AdviseOptions["format"]): readonly string[] {
  if (format === "json") return analysisJson(analysis).split("\n");
  return format === "markdown" ? analysisMarkdown(analysis, words).split("\n") : analysisTable(analysis, words);
}

async function writeNew(flag: string, path: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") {
      throw new UsageError(`${shown(path)} exists: add --force to replace it, or give another file.`);
    }
    throw new UsageError(`${shown(path)} cannot be written (${code}): check the path of --${flag}.`);
  }
}
