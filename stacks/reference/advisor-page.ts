// docs/reference/advisor.md: what `modelport advise` knows of each target, and what that comes to.
import {
  analyze,
  estimate,
  factsByRule,
  LANGUAGES,
  parseRequirements,
  type RawRequirements,
  SCORED_FACTS,
} from "@modelport/advising";
import { datedFacts, type Fact, type Price, type Target } from "@modelport/target-kit";
import { chartFile, CHARTS } from "./advisor-charts.ts";
import { type FactValue, table, usd, valueInWords } from "./markdown.ts";
import { gradeWords, limitWords, offerWords, qualityWords } from "./words.ts";

const REQUESTS = [1e6, 1e7, 1e8, 1e9] as const;

/** Every target in the advisor's matrix, prices and totals, in Markdown. */
export function advisorPage(targets: readonly Target[]): string {
  return `# What the advisor compares

Generated from \`stacks/registry.ts\`: do not edit. [\`modelport advise\`](../../apps/cli/README.md#advise) decides by these facts
and prices, as [ADR 0068](../adr/0068-advisor.md) explains. [Targets side by side](targets.md) has every other fact and the settings.

${CHARTS.map((chart) => `![${chart.title}](../charts/${chartFile(chart)})`).join("\n\n")}

A target with an unknown price is not in a chart. \`modelport advise\` gives the break-evens for your own workload.

## The matrix

The hard rules and the scores look at these facts. The numbers in parentheses are the sources below the table.
An empty cell means that the target does not state the fact: clients on other machines can then call it, the unpacked artifact
counts instead of the image, and anything else counts as no.

${matrix(targets)}

## Monthly totals

USD a month by list prices, not measured: the settings that hold the workload and defaults otherwise, without a free tier, not
called over the internet. The lines behind a total are in \`modelport advise --format json\`.

${CHARTS.map((chart) => totals(chart, targets)).join("\n\n")}

## Break-evens

By cost alone, with the prices of regions that begin with \`us\`.

${CHARTS.map((chart) => breakEvenSection(chart, targets)).join("\n\n")}

## Prices by region

USD with the grade of the source and the date on which it was read. Grades: ${Object.entries(gradeWords)
    .map(([grade, words]) => `${grade}, ${words}`)
    .join("; ")}. Each target's page has sources and notes.

${targets.map(pricesByRegion).join("\n\n")}
`;
}

const FACT_WORDS: Readonly<Record<string, string>> = Object.fromEntries([
  ...Object.entries({ limits: limitWords, qualities: qualityWords, offers: offerWords }).flatMap(([group, words]) =>
    Object.entries(words).map(([key, said]) => [`${group}.${key}`, said]),
  ),
  ["regions", "where it can run"],
]);

function matrix(targets: readonly Target[]): string {
  const sources: string[] = [];
  const cited = ({ source, asOf, note = "" }: Fact<unknown>) => {
    const text = `${source}, read on ${asOf}.${note === "" ? "" : ` ${note.replace(/\.$/, "")}.`}`;
    if (!sources.includes(text)) sources.push(text);
    return sources.indexOf(text) + 1;
  };
  const rules = Object.entries(factsByRule);
  const paths = [...new Set([...rules.flatMap(([, facts]) => facts), ...SCORED_FACTS])];
  const rows = paths.map((path) => {
    const by = [
      ...rules.filter(([, facts]) => facts.includes(path)).map(([rule]) => rule),
      ...(SCORED_FACTS.includes(path) ? ["score"] : []),
    ];
    const cells = targets.map(({ facts }) => {
      const fact = datedFacts(facts).find((each) => each.path === path)?.fact;
      return fact === undefined ? "" : `${inWords(path, fact.value)} (${cited(fact)})`;
    });
    return [FACT_WORDS[path] ?? path, by.join(", "), ...cells];
  });
  const head = ["fact", "rule", ...targets.map(({ name }) => `[${name}](targets/${name}.md)`)];
  return `${table(head, rows)}\n\n${sources.map((source, index) => `${index + 1}. ${source}`).join("\n")}`;
}

function inWords(path: string, value: unknown): string {
  if (path === "regions") return value === null ? "where the team decides" : countriesInWords(value as object);
  const absent = path.startsWith("limits.") || path === "offers.imageBytes" ? "none of its own" : "unknown";
  return valueInWords(value as FactValue, absent);
}

function countriesInWords(countryByRegion: object): string {
  const countries: readonly string[] = Object.values(countryByRegion);
  return `${countries.length} regions in ${new Set(countries).size} countries`;
}

interface Workload {
  readonly title: string;
  readonly fields: RawRequirements;
}

/** Of the targets that other machines can call, in every region that has prices. */
function totals({ title, fields }: Workload, targets: readonly Target[]): string {
  const { options } = analyze(targets, parseRequirements(fields));
  const names = new Set(options.map(({ target }) => target.name));
  const rows = targets
    .filter(({ name }) => names.has(name))
    .flatMap((target) =>
      Object.keys(target.pricesByRegion).map((region) => [
        target.name,
        region,
        ...REQUESTS.map((requestsPerMonth) =>
          totalUsd(target, { ...fields, requestsPerMonth, region: regionField(region) }),
        ),
      ]),
    );
  const head = ["target", "region", ...REQUESTS.map((requests) => valueInWords(requests, ""))];
  return `### ${title}\n\n${table(head, rows)}`;
}

/** The price list of a team's own machines has no region that requirements could name. */
const regionField = (region: string) => (/^[a-z][a-z0-9-]*$/.test(region) ? region : "us");

function totalUsd(target: Target, fields: RawRequirements): string {
  const { usdPerMonth, isKnown } = estimate(target, parseRequirements(fields), {});
  return isKnown ? usd(Math.round(usdPerMonth * 100) / 100) : "unknown";
}

function breakEvenSection({ title, fields }: Workload, targets: readonly Target[]): string {
  const { breakEvens } = analyze(targets, parseRequirements(fields));
  const lines = breakEvens.toSorted((a, b) => a.at - b.at).map((each) => `- ${LANGUAGES.en.breakEven(each)}`);
  return `### ${title}\n\n${lines.length === 0 ? "There is none." : lines.join("\n")}`;
}

function pricesByRegion({ name, pricesByRegion: books }: Target): string {
  const regions = Object.keys(books);
  const ids = Object.entries(Object.values(books)[0] ?? {});
  const cell = (price: Price | undefined) => {
    if (price === undefined) return "";
    return price.isUnknown === true ? "unknown" : `${usd(price.usd)} (${price.grade}, ${price.readOn})`;
  };
  const rows = ids.map(([id, price]) => [
    price.name,
    price.unit,
    ...regions.map((region) => cell(books[region]?.[id])),
  ]);
  return `### [${name}](targets/${name}.md#prices)\n\n${table(["what", "per", ...regions], rows)}`;
}
