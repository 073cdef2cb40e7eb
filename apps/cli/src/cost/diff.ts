// What a change of stack files costs: the settings at a commit against those now, at the same prices and for the same traffic flags.
import { columns } from "../columns.ts";
import { UsageError } from "../exit.ts";
import { markdownTable, signed, usd } from "./cells.ts";
import { choosesTarget, costOf, type StackCost } from "./estimate.ts";
import { openCommit } from "./git.ts";
import type { StackCostOptions } from "./options.ts";
import { type Configuration, configurationOf, onDisk, type Project, stackNames, stacksOnDisk } from "./project.ts";

/** A stack's cost at the commit and now; a side is undefined where the stack has no file. */
export interface StackChange {
  readonly stack: string;
  readonly before: StackCost | undefined;
  readonly after: StackCost | undefined;
  /** The keys whose values differ. */
  readonly keys: readonly string[];
}

/** The change of the named stack, or of every stack whose configuration differs. @throws {UsageError} */
export async function changesSince(
  ref: string,
  project: Project,
  options: StackCostOptions,
): Promise<readonly StackChange[]> {
  const commit = await openCommit(project.folder, ref);
  const files = stackNames(await commit.names(project.stacks));
  const stacks =
    options.stack === undefined
      ? [...new Set([...files, ...(await stacksOnDisk(project))])].filter(choosesTarget).toSorted()
      : [options.stack];
  const changes: StackChange[] = [];
  for (const stack of stacks) {
    const then = await configurationOf(project, stack, commit.read);
    const now = await configurationOf(project, stack, onDisk(project.folder));
    const keys = changedKeys(then.configuration, now.configuration);
    if (options.stack === undefined && keys.length === 0 && then.hasFile === now.hasFile) continue;
    if (!then.hasFile && !now.hasFile) {
      throw new UsageError(`Neither this folder nor ${ref} has a file of the stack ${stack}: name another stack.`);
    }
    changes.push({
      stack,
      before: then.hasFile ? at(ref, () => costOf(stack, then.configuration, options)) : undefined,
      after: now.hasFile ? costOf(stack, now.configuration, options) : undefined,
      keys,
    });
  }
  return changes;
}

/** Settings of another version of this project may be refused by this one. */
function at<T>(ref: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`The settings at ${ref} cannot be priced: ${error.message}`);
    throw error;
  }
}

function changedKeys(before: Configuration, after: Configuration): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => before[key] !== after[key]).toSorted();
}

const HEAD = ["line", "before, USD a month", "after", "difference"];

export function changesMarkdown(changes: readonly StackChange[], ref: string): readonly string[] {
  if (changes.length === 0) return [`No stack's settings differ from ${ref}.`];
  const parts = changes.flatMap((change) => {
    const rows = rowsOf(change);
    return [
      `### ${title(change)}`,
      "",
      ...(rows.length === 0 ? ["No line differs."] : markdownTable(HEAD, [...rows, totalRow(change, "**")])),
      "",
      ...(change.keys.length === 0 ? [] : [`Changed: ${change.keys.map((key) => `\`${key}\``).join(", ")}.`, ""]),
    ];
  });
  return [...parts, ...overall(changes), remark(changes, ref)];
}

export function changesTable(changes: readonly StackChange[], ref: string): readonly string[] {
  if (changes.length === 0) return [`No stack's settings differ from ${ref}.`];
  const parts = changes.flatMap((change) => [
    title(change),
    ...columns([HEAD, ...rowsOf(change), totalRow(change)]),
    ...(change.keys.length === 0 ? [] : [`Changed: ${change.keys.join(", ")}.`]),
    "",
  ]);
  return [...parts, ...overall(changes), remark(changes, ref)];
}

export function changesJson(changes: readonly StackChange[], ref: string): object {
  return {
    ref,
    stacks: changes.map(({ stack, before, after, keys }) => ({
      stack,
      changed: keys,
      beforeUsd: before?.usdPerMonth ?? null,
      afterUsd: after?.usdPerMonth ?? null,
      differenceUsd: (after?.usdPerMonth ?? 0) - (before?.usdPerMonth ?? 0),
      isKnown: (before?.isKnown ?? true) && (after?.isKnown ?? true),
      lines: linesOf({ stack, before, after, keys }).map(([name, was, is]) => ({
        name,
        beforeUsd: was,
        afterUsd: is,
      })),
    })),
  };
}

type Change = readonly [name: string, before: number, after: number];

/** Every line of either side, in the order of the later one. */
function linesOf({ before, after }: StackChange): readonly Change[] {
  const sums = (cost: StackCost | undefined) => {
    const byName = new Map<string, number>();
    for (const { name, usdPerMonth } of cost?.lines ?? []) byName.set(name, (byName.get(name) ?? 0) + usdPerMonth);
    return byName;
  };
  const [was, is] = [sums(before), sums(after)];
  return [...new Set([...is.keys(), ...was.keys()])].map((name) => [name, was.get(name) ?? 0, is.get(name) ?? 0]);
}

/** The lines whose cents differ. */
function rowsOf(change: StackChange): readonly (readonly string[])[] {
  return linesOf(change)
    .filter(([, was, is]) => usd(was) !== usd(is))
    .map(([name, was, is]) => [name, usd(was), usd(is), signed(is - was)]);
}

const total = (cost: StackCost | undefined): string =>
  cost === undefined ? "none" : `${cost.isKnown ? "" : "at least "}${usd(cost.usdPerMonth)}`;

const difference = ({ before, after }: StackChange): number => (after?.usdPerMonth ?? 0) - (before?.usdPerMonth ?? 0);

function title(change: StackChange): string {
  const { stack, before, after } = change;
  return `${stack}: ${total(before)} to ${total(after)} USD a month (${signed(difference(change))})`;
}

function totalRow(change: StackChange, mark = ""): readonly string[] {
  const cells = ["total", total(change.before), total(change.after), signed(difference(change))];
  return cells.map((cell) => `${mark}${cell}${mark}`);
}

function overall(changes: readonly StackChange[]): readonly string[] {
  if (changes.length < 2) return [];
  const sum = changes.reduce((all, change) => all + difference(change), 0);
  return [`All ${changes.length} stacks: ${signed(sum)} USD a month.`, ""];
}

function remark(changes: readonly StackChange[], ref: string): string {
  const [change, ...others] = changes;
  const rates = [change?.before, change?.after].flatMap((cost) =>
    cost === undefined ? [] : [cost.requirements.requestsPerMonth.toLocaleString("en-US")],
  );
  const traffic = others.length > 0 ? "" : ` for ${[...new Set(rates)].join(" and then ")} requests a month`;
  return `Settings at ${ref} against those now, both at today's list prices${traffic}; not measured.`;
}
