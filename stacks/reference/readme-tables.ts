// The tables in a target's README, between `<!-- settings -->` and `<!-- /settings -->`.
import type { Target } from "@modelport/target-kit";
import { costTable } from "./side-by-side.ts";
import { outputsTable, settingsTable } from "./target-page.ts";

const REQUIRED: ReadonlySet<string> = new Set(["settings", "outputs"]);

/**
 * `readme` with its tables made anew. It may have the totals of `costs`, the target's costs.golden.md, and the estimates of all
 * `targets` beside each other.
 */
export function readmeWithTables(
  readme: string,
  target: Target,
  { costs, targets }: { readonly costs: string; readonly targets: readonly Target[] },
): string {
  const [totals = ""] = /(?:^\|.*\n)+/m.exec(costs) ?? [];
  const tables = {
    settings: settingsTable(target),
    outputs: outputsTable(target),
    costs: totals.trim(),
    "side-by-side": costTable(["a month", ...targets.map(({ name }) => name)], targets),
  };
  let text = readme;
  for (const [name, table] of Object.entries(tables)) {
    const between = new RegExp(`(?<=<!-- ${name} -->\\n)[^]*?(?=<!-- /${name} -->)`);
    if (REQUIRED.has(name) && !between.test(text)) {
      throw new Error(`stacks/${target.name}/README.md has no <!-- ${name} --> followed by <!-- /${name} -->.`);
    }
    text = text.replace(between, () => `\n${table}\n\n`);
  }
  return text;
}
