// The tables in a target's README, between `<!-- settings -->` and `<!-- /settings -->`.
import type { Target } from "@modelport/target-kit";
import { outputsTable, settingsTable } from "./target-page.ts";

/** `readme` with its tables made anew; `costs` is the target's costs.golden.md, whose totals a README may have. */
export function readmeWithTables(readme: string, target: Target, costs: string): string {
  const [totals = ""] = /(?:^\|.*\n)+/m.exec(costs) ?? [];
  const tables = { settings: settingsTable(target), outputs: outputsTable(target), costs: totals.trim() };
  let text = readme;
  for (const [name, table] of Object.entries(tables)) {
    const between = new RegExp(`(?<=<!-- ${name} -->\\n)[^]*?(?=<!-- /${name} -->)`);
    if (name !== "costs" && !between.test(text)) {
      throw new Error(`stacks/${target.name}/README.md has no <!-- ${name} --> followed by <!-- /${name} -->.`);
    }
    text = text.replace(between, () => `\n${table}\n\n`);
  }
  return text;
}
