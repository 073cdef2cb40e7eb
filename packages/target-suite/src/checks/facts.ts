// What a target states about its platform, with evidence.
import { deletionRules } from "@modelport/policies";
import { datedFacts, type Target, timeoutFaults } from "@modelport/target-kit";
import type { Check, Finding } from "../check.ts";
import { eachVariant } from "../subject.ts";

/** Why nobody can have read anything on `date`; `undefined` if somebody can. */
function dateFault(date: string): string | undefined {
  const time = Date.parse(`${date}T00:00:00Z`);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(date) && new Date(time || 0).toISOString().startsWith(date);
  if (!isDate) return `is "${date}", but must be a date such as 2026-11-25`;
  return time > Date.now() ? `is ${date}, which is yet to come` : undefined;
}

interface Evidence {
  readonly path: string;
  readonly source: string;
  readonly dates: Readonly<Record<string, string | null>>;
}

function evidenceFaults({ path, source, dates }: Evidence): readonly Finding[] {
  const undated = Object.entries(dates)
    .map(([name, date]) => ({ name, fault: date === null ? undefined : dateFault(date) }))
    .filter(({ fault }) => fault !== undefined);
  return [
    ...(source.trim() === "" ? [`${path}: source is empty, but must say where the value is from.`] : []),
    ...undated.map(({ name, fault }) => `${path}: ${name} ${fault}.`),
  ];
}

export const factsDated: Check = {
  id: "facts-dated",
  title: "every fact has a source and a date, and no limit of null is without a note",
  readsTargetAlone: true,
  run: async ({ target }) =>
    datedFacts(target.facts).flatMap(({ path, fact }) => [
      ...evidenceFaults({ path: `facts.${path}`, source: fact.source, dates: { asOf: fact.asOf } }),
      ...(fact.value === null && !fact.note
        ? [`facts.${path}: the value is null without a note, but must say what limits instead.`]
        : []),
    ]),
};

const grades = ["vendor", "catalog", "quoted", "secondary", "unverified", "own"];

export const pricesDated: Check = {
  id: "prices-dated",
  title: "every price and allowance has a source, a grade and dates",
  readsTargetAlone: true,
  run: async ({ target }) => {
    const groups = [
      ...Object.entries(target.pricesByRegion).map(([region, prices]) => ({
        group: prices === target.prices ? "prices" : `pricesElsewhere.${region}`,
        entries: Object.entries(prices),
        amount: "usd",
      })),
      { group: "allowances", entries: Object.entries(target.allowances), amount: "quantity" },
    ] as const;
    return groups.flatMap(({ group, entries, amount }) =>
      entries.flatMap(([id, price]) => {
        const path = `${group}.${id}`;
        const { source, grade, effectiveFrom, readOn } = price;
        const value = (price as unknown as Readonly<Record<string, unknown>>)[amount];
        return [
          ...evidenceFaults({ path, source, dates: { readOn, effectiveFrom } }),
          ...(grades.includes(grade) ? [] : [`${path}: grade is "${grade}", but must be one of ${grades.join(", ")}.`]),
          ...(Number.isFinite(value) && (value as number) >= 0
            ? []
            : [`${path}: ${amount} is ${String(value)}, but must be a number from 0.`]),
        ];
      }),
    );
  },
};

const known: Readonly<Record<string, readonly unknown[]>> = {
  latency: ["variable", "consistent"],
  scaling: ["none", "automatic", "configurable"],
  scalesToZero: [true, false],
  gpu: [true, false],
  operations: ["none", "low", "medium", "high"],
  lockIn: ["none", "low", "medium", "high"],
};

export const qualitiesKnown: Check = {
  id: "qualities-known",
  title: "every quality has a grade that the decision matrix knows, and every inability its reason",
  readsTargetAlone: true,
  run: async ({ target: { facts } }) => [
    ...Object.entries(known).flatMap(([name, allowed]) => {
      const { value } = facts.qualities[name as keyof typeof facts.qualities];
      return allowed.includes(value)
        ? []
        : [`facts.qualities.${name}: the value is ${JSON.stringify(value)}, but must be one of ${allowed.join(", ")}.`];
    }),
    ...(Number.isInteger(facts.qualities.people.value) && facts.qualities.people.value > 0
      ? []
      : [`facts.qualities.people: the value is ${facts.qualities.people.value}, but must be a whole number from 1.`]),
    ...facts.cannot
      .filter(({ what, reason }) => what === "" || reason === "")
      .map(({ what }) => `facts.cannot: "${what}" must have both what it is and the reason.`),
  ],
};

export const timeoutsOrdered: Check = {
  id: "timeouts-ordered",
  title: "the timeouts are in the order that they owe each other",
  readsTargetAlone: true,
  run: async ({ target }) => timeoutFaults(target.facts.timeouts.value).map((fault) => `facts.timeouts: ${fault}`),
};

export const destroyBlockersTold: Check = {
  id: "destroy-blockers-told",
  title: "what would keep `pulumi destroy` from ending is told, with the answer",
  run: async (subject) => {
    const told = blockersText(subject.target);
    return eachVariant(subject, ({ resources }) =>
      resources.flatMap(({ type }) =>
        deletionRules
          .filter((rule) => rule.type === type && !rule.byDefault && !told.includes(rule.property.toLowerCase()))
          .map(
            ({ property }) =>
              `facts.destroyBlockers: ${type} is declared, and nothing is said of its ${property}: ` +
              `add what would keep \`pulumi destroy\` from ending, with ${property} in the answer.`,
          ),
      ),
    );
  },
};

function blockersText({ facts }: Target): string {
  return facts.destroyBlockers
    .map(({ what, answer }) => `${what} ${answer}`)
    .join("\n")
    .toLowerCase();
}
