import { writeFile } from "node:fs/promises";
import {
  adrOf,
  type Analysis,
  analysisMarkdown,
  analyze,
  LANGUAGES,
  type Move,
  moveMarkdown,
  type Words,
} from "@modelport/advising";
import type { Target } from "@modelport/target-kit";
import * as registry from "@modelport/stacks/registry";
import type { Tools } from "../command.ts";
import { EXIT, shown, UsageError } from "../exit.ts";
import { analysisJson } from "./json.ts";
import { moveOf, moveTable } from "./move.ts";
import { type AdviseOptions, parseOptions } from "./options.ts";
import { analysisTable } from "./table.ts";

const targets: readonly Target[] = Object.values(registry);

export async function runAdvise(argv: readonly string[], { report, terminal }: Pick<Tools, "report" | "terminal">) {
  const options = parseOptions(argv);
  const words = LANGUAGES[options.language];
  const analysis = analysisOf(options);
  const move = moveOf(options.move, targets, analysis, words);
  report.say(...rendered(analysis, words, options.format, move));
  const { from } = options.move;
  if (from !== undefined && move === undefined && analysis.options.length > 0) terminal.say(words.move.staysHere(from));
  if (options.adr !== undefined) {
    await writeRecord(options.adr, await adrOf(analysis, words, move), options.force);
    terminal.say(`Written to ${options.adr}`);
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

function rendered(
  analysis: Analysis,
  words: Words,
  format: AdviseOptions["format"],
  move: Move | undefined,
): readonly string[] {
  if (format === "json") return analysisJson(analysis, move).split("\n");
  if (format === "table")
    return [...analysisTable(analysis, words), ...(move === undefined ? [] : moveTable(move, words))];
  const parts = [analysisMarkdown(analysis, words), ...(move === undefined ? [] : [moveMarkdown(move, words)])];
  return parts.join("\n\n").split("\n");
}

async function writeRecord(path: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(path, text, { flag: force ? "w" : "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") {
      throw new UsageError(`${shown(path)} exists: add --force to replace it, or give another file.`);
    }
    throw new UsageError(`${shown(path)} cannot be written (${code}): check the path of --adr.`);
  }
}
