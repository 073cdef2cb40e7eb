import { writeFile } from "node:fs/promises";
import { join } from "node:path";
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
import * as others from "@modelport/alternatives";
import type { Target } from "@modelport/target-kit";
import * as registry from "@modelport/stacks/registry";
import type { Tools } from "../command.ts";
import { EXIT, shown, UsageError } from "../exit.ts";
import { canAsk, Interruption } from "../prompt.ts";
import { trafficOf } from "./access-log-traffic.ts";
import { countRequests } from "./access-log.ts";
import { analysisJson } from "./json.ts";
import { measure } from "./measure.ts";
import { moveOf, moveTable } from "./move.ts";
import { type AdviseOptions, type Found, parseOptions, refuseOtherTargets } from "./options.ts";
import { askedFlags } from "./questions.ts";
import { stackFileText } from "./stack-file.ts";
import { analysisTable } from "./table.ts";

const targets: readonly Target[] = Object.values(registry);
const alternatives: readonly Target[] = Object.values(others);

export async function runAdvise(given: readonly string[], tools: Tools): Promise<number> {
  try {
    if (given.length > 0 || !canAsk(tools)) return await reportOn(given, tools);
    const argv = await askedFlags(tools, parseOptions);
    const code = await reportOn(argv, tools);
    tools.terminal.say("", "The same without questions:", `  modelport advise ${argv.join(" ")}`);
    return code;
  } catch (error) {
    if (error instanceof Interruption) return error.code;
    if (tools.interrupted.aborted) return tools.interrupted.reason as number;
    throw error;
  }
}

async function reportOn(argv: readonly string[], tools: Tools): Promise<number> {
  const { report, terminal } = tools;
  const { options, measured } = await completeOptions(argv, tools);
  const words = LANGUAGES[options.language];
  const analysis = analysisOf(options);
  const move = moveOf(options.move, targets, analysis, words);
  report.say(...rendered(analysis, words, options.format, move));
  if (measured !== undefined && options.format === "json") terminal.say(measured);
  if (measured !== undefined && options.format !== "json") report.say("", measured);
  const { from } = options.move;
  if (from !== undefined && move === undefined && analysis.options.length > 0) terminal.say(words.move.staysHere(from));
  const files: { readonly flag: string; readonly path: string; readonly text: string }[] = [];
  if (options.adr !== undefined) {
    const record = await adrOf(analysis, words, move);
    files.push({ flag: "adr", path: options.adr, text: measured === undefined ? record : `${record}\n${measured}\n` });
  }
  const [best] = analysis.options;
  if (options.settings !== undefined && best !== undefined) {
    const text = stackFileText(best, analysis);
    files.push({ flag: "settings", path: join(options.settings, `Pulumi.${best.target.name}.yaml`), text });
  }
  for (const { flag, path, text } of files) {
    await writeNew(flag, path, text, options.force);
    terminal.say(`Written to ${path}`);
  }
  return analysis.options.length === 0 ? EXIT.failed : EXIT.done;
}

interface Complete {
  readonly options: AdviseOptions;
  /** The paragraph about a measurement. */
  readonly measured?: string;
}

/** The options with what an access log and a measurement say, once the flags are known to be right. */
async function completeOptions(argv: readonly string[], tools: Tools): Promise<Complete> {
  const given = parseOptions(argv);
  const found: Found[] = [];
  if (given.accessLog !== undefined) {
    const { fields, sentences } = trafficOf(await countRequests(given.accessLog, tools));
    tools.terminal.say(...sentences);
    found.push({ where: `By ${shown(given.accessLog)}`, fields });
  }
  if (!given.measure) return { options: found.length === 0 ? given : parseOptions(argv, found) };
  const { fields, paragraph } = await measure(targets, given.requirements, tools);
  found.push({ where: "By --measure", fields });
  return { options: parseOptions(argv, found), measured: paragraph };
}

/** @throws {UsageError} if `--prices` names a target or a price that does not exist */
function analysisOf({ requirements, advice }: AdviseOptions): Analysis {
  const known = [...targets, ...alternatives].map(({ name }) => name);
  refuseOtherTargets(advice.prices ?? {}, known);
  try {
    return analyze(targets, requirements, advice, alternatives);
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
