import { commonOutputs, type Fact, type Facts, type PriceBook, type Target } from "@modelport/target-kit";
import { type FactValue, list, table, usd, valueInWords } from "./markdown.ts";
import { gradeWords, limitWords, offerWords, outputWords, qualityWords, timeoutWords } from "./words.ts";

/** One target's reference: everything that its folder declares, in Markdown. */
export function targetPage(target: Target): string {
  const { name, facts } = target;
  return `# ${name}: ${facts.title}

Generated from \`stacks/${name}\`: do not edit. [The target's README](../../../stacks/${name}/README.md) says when to use it
and how to operate it; [all targets side by side](../targets.md).

It deploys: ${target.artifacts.map((kind) => `\`${kind}\``).join(", ")}.

## Settings

In \`stacks/Pulumi.<stack>.yaml\` as \`modelport:<key>\`, or with \`npx pulumi config set <key> <value> --stack <stack>\`. An
unknown key or a wrong value is refused before anything is touched.

${settingsTable(target)}

## Outputs

${outputsTable(target)}

## Limits and qualities

${evidence(limitWords, facts.limits, "none of its own")}

${evidence(qualityWords, facts.qualities, "unknown")}
${offers(facts.offers)}
## Timeouts

${timeouts(target)}

## Prices

${prices(target)}

## What it cannot do

${list(
  facts.cannot.map(({ what, reason }) => [what, reason]),
  "Nothing is declared.",
)}

## What \`pulumi destroy\` meets

${list(
  facts.destroyBlockers.map(({ what, answer }) => [what.replace(/\.$/, ""), answer]),
  "Nothing stands in its way.",
)}
`;
}

/** Every setting with its default as it is written in a stack's file. */
export function settingsTable({ settings: rows }: Target): string {
  const shown = (value: unknown) => (value === undefined ? "none" : `\`${JSON.stringify(value)}\``);
  return table(
    ["key", "takes", "default", "what"],
    rows.map(({ key, allowed, default: value, description }) => [`\`${key}\``, allowed, shown(value), description]),
  );
}

/** The outputs of every target, and the target's own. */
export function outputsTable(target: Target): string {
  const common = commonOutputs.map((name) => [name, outputWords[name]] as const);
  const rows = [...common, ...Object.entries(target.outputs)];
  return table(
    ["output", "what"],
    rows.map(([name, what]) => [`\`${name}\``, what]),
  );
}

function evidence<K extends string>(
  words: Readonly<Record<K, string>>,
  facts: Readonly<Record<K, Fact<FactValue>>>,
  absent: string,
): string {
  const keys = Object.keys(words) as K[];
  return table(
    ["what", "value", "note", "source", "read on"],
    keys.map((key) => {
      const { value, note = "", source, asOf } = facts[key];
      return [words[key], valueInWords(value, absent), note, source, asOf];
    }),
  );
}

/** Those that the target states. */
function offers(stated: Facts["offers"]): string {
  if (stated === undefined) return "";
  const words = Object.fromEntries(Object.entries(offerWords).filter(([key]) => Object.hasOwn(stated, key)));
  return `\n${evidence(words, stated as Readonly<Record<string, Fact<FactValue>>>, "none of its own")}\n`;
}

function timeouts({ facts }: Target): string {
  const { value, note = "", source, asOf } = facts.timeouts;
  const keys = Object.keys(timeoutWords) as (keyof typeof timeoutWords)[];
  const seconds = (row: FactValue) => (typeof row === "number" ? `${row} s` : valueInWords(row, "no such timer"));
  const rows = keys.map((key) => [timeoutWords[key], seconds(value[key])]);
  return `${note} (${source}, ${asOf})\n\n${table(["deadline", "value"], rows)}`;
}

function prices(target: Target): string {
  const { pricesByRegion, allowances, priceBooks } = target;
  const books = priceBooks.map((name) => [name, target.pricesOf(name)] as const);
  const tables = Object.entries(pricesByRegion).map(([region, regional], index) => {
    const title = Object.keys(pricesByRegion).length === 1 ? "" : `### ${region}\n\n`;
    return title + priceTable(regional, index === 0 ? books : []);
  });
  const all = Object.values(pricesByRegion).flatMap((regional) => Object.values(regional));
  return [legend(new Set(all.map(({ grade }) => grade))), ...tables, free(allowances)].join("\n\n");
}

function priceTable(regional: PriceBook, books: readonly (readonly [name: string, book: PriceBook])[]): string {
  const rows = Object.entries(regional).map(([id, { name, usd: amount, unit, region, grade, ...stated }]) => {
    const { effectiveFrom, note = "", source, readOn } = stated;
    const own = books.map(([, book]) => usd(book[id]?.usd ?? amount));
    const where = [region, grade, effectiveFrom ?? "not stated", readOn, source, note];
    return [`\`${id}\``, name, stated.isUnknown ? "unknown" : usd(amount), ...own, unit, ...where];
  });
  const own = books.map(([name]) => `${name}'s, USD`);
  const where = ["region", "grade", "effective from", "read on", "source", "note"];
  return table(["id", "what", "USD", ...own, "per", ...where], rows);
}

function legend(grades: ReadonlySet<keyof typeof gradeWords>): string {
  const used = (Object.keys(gradeWords) as (keyof typeof gradeWords)[]).filter((grade) => grades.has(grade));
  return `List prices. Grades: ${used.map((grade) => `${grade}, ${gradeWords[grade]}`).join("; ")}.`;
}

function free(allowances: Target["allowances"]): string {
  const entries = Object.entries(allowances);
  if (entries.length === 0) return "There is no free tier.";
  const rows = entries.map(([id, { name, quantity, unit, grade, source, readOn, note = "" }]) => {
    return [`\`${id}\``, name, valueInWords(quantity, ""), unit, grade, readOn, source, note];
  });
  const head = ["id", "free each month", "quantity", "unit", "grade", "read on", "source", "note"];
  return `Estimates count the free tier only on request, because other services of the account may have used it up.\n\n${table(head, rows)}`;
}
