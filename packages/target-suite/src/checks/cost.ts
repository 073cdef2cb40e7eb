// What anyone who pays the bill can expect from a target's estimate.
import { type CostLine, totalUsdPerMonth, type Target, type Workload } from "@modelport/target-kit";
import type { Check, Finding, Subject } from "../check.ts";
import { distinct, soundSettings } from "../subject.ts";

/** From none to a trillion requests a month, with steps in the ranges of free tiers and price tiers. */
const requestsLadder = [0, 1, 1e3, 1e5, 1e6, 2e6, 1e7, 1e8, 1e9, 1e10, 1e12];

/** What requests may be like: short and small, the course's, long and large, and uneven. */
const shapes: readonly Omit<Workload, "requestsPerMonth">[] = [
  { durationMs: 0.2, memoryMiB: 128, requestBytes: 200, responseBytes: 100, peakFactor: 1 },
  { durationMs: 1, memoryMiB: 512, requestBytes: 500, responseBytes: 200, peakFactor: 3 },
  { durationMs: 200, memoryMiB: 1024, requestBytes: 2_000, responseBytes: 1_000, peakFactor: 1 },
  { durationMs: 200, memoryMiB: 1024, requestBytes: 2_000, responseBytes: 1_000, peakFactor: 20 },
  { durationMs: 5_000, memoryMiB: 2048, requestBytes: 5_000_000, responseBytes: 5_000_000, peakFactor: 5 },
];

interface Estimate {
  readonly requestsPerMonth: number;
  readonly lines: readonly CostLine[];
}

interface Ladder {
  /** Of settings, workload and free tier, for a sentence. */
  readonly title: string;
  readonly estimates: readonly Estimate[];
}

const laddersOf = new WeakMap<Subject, readonly Ladder[]>();

/** Three checks read them. */
function ladders(subject: Subject): readonly Ladder[] {
  const known = laddersOf.get(subject) ?? estimateLadders(subject);
  laddersOf.set(subject, known);
  return known;
}

function estimateLadders(subject: Subject): readonly Ladder[] {
  return soundSettings(subject).flatMap(({ name, settings }) =>
    shapes.flatMap((shape) =>
      [false, true].map((freeTier) => ({
        title: `${name}, ${shape.durationMs} ms, peak factor ${shape.peakFactor}${freeTier ? ", free tier" : ""}`,
        estimates: requestsLadder.map((requestsPerMonth) => ({
          requestsPerMonth,
          lines: subject.target.cost({ ...shape, requestsPerMonth }, settings, { freeTier }),
        })),
      })),
    ),
  );
}

export const costLinesSound: Check = {
  id: "cost-lines-sound",
  title: "every cost line is finite, never negative, and quantity times unit price",
  readsTargetAlone: true,
  run: async (subject) =>
    distinct(
      ladders(subject).flatMap(({ title, estimates }) =>
        estimates.flatMap(({ requestsPerMonth, lines }) =>
          lines.flatMap((line) => lineFaults(line, title, requestsPerMonth)),
        ),
      ),
    ).slice(0, 5),
};

function lineFaults(line: CostLine, title: string, requestsPerMonth: number): readonly Finding[] {
  const where = `cost: "${line.name}" (${title}, ${requestsPerMonth} requests)`;
  const unsound = (["quantity", "unitPrice", "usdPerMonth"] as const).filter(
    (key) => !Number.isFinite(line[key]) || line[key] < 0,
  );
  if (unsound.length > 0) {
    return unsound.map((key) => `${where}: ${key} is ${line[key]}, but must be a number from 0.`);
  }
  const product = line.quantity * line.unitPrice;
  if (Math.abs(product - line.usdPerMonth) <= 1e-9 * Math.max(1, product)) return [];
  return [`${where}: usdPerMonth is ${line.usdPerMonth}, but must be quantity times unitPrice, which is ${product}.`];
}

export const costNeverFalls: Check = {
  id: "cost-never-falls",
  title: "no line and no total falls when requests grow",
  readsTargetAlone: true,
  run: async (subject) =>
    distinct(
      ladders(subject).flatMap(({ title, estimates }) =>
        estimates.flatMap((estimate, step) => {
          const before = estimates[step - 1];
          return before === undefined ? [] : falls(before, estimate, title);
        }),
      ),
    ).slice(0, 5),
};

function falls(before: Estimate, after: Estimate, title: string): readonly Finding[] {
  const amounts = ({ lines }: Estimate) => {
    const named = new Map<string, number>();
    for (const { name, usdPerMonth } of lines) named.set(`"${name}"`, (named.get(`"${name}"`) ?? 0) + usdPerMonth);
    return named.set("the total", totalUsdPerMonth(lines));
  };
  const now = amounts(after);
  return [...amounts(before)]
    .filter(([name, usd]) => (now.get(name) ?? 0) < usd * (1 - 1e-9))
    .map(
      ([name, usd]) =>
        `cost: ${name} (${title}) falls from ${usd} to ${now.get(name) ?? 0} USD when requests grow ` +
        `from ${before.requestsPerMonth} to ${after.requestsPerMonth} a month.`,
    );
}

export const costFixedWithoutTraffic: Check = {
  id: "cost-fixed-without-traffic",
  title: "without traffic exactly the fixed lines are due, and they are the same with traffic",
  readsTargetAlone: true,
  run: async (subject) =>
    distinct(
      ladders(subject).flatMap(({ title, estimates }) => {
        const fixed = (lines: readonly CostLine[]) =>
          JSON.stringify(
            lines.filter(({ recurrence }) => recurrence === "fixed").map(({ name, quantity }) => ({ name, quantity })),
          );
        const [none, ...some] = estimates;
        const due =
          none?.lines.filter(({ recurrence, usdPerMonth }) => recurrence === "usage" && usdPerMonth !== 0) ?? [];
        const changed = some.find(({ lines }) => fixed(lines) !== fixed(none?.lines ?? []));
        return [
          ...due.map(
            ({ name, usdPerMonth }) =>
              `cost: "${name}" (${title}) is a usage line of ${usdPerMonth} USD without any request: make it a fixedLine, or 0.`,
          ),
          ...(changed === undefined
            ? []
            : [
                `cost: the fixed lines (${title}) are ${fixed(none?.lines ?? [])} without a request and ${fixed(changed.lines)} ` +
                  `with ${changed.requestsPerMonth}: what grows with requests is a usageLine.`,
              ]),
        ];
      }),
    ).slice(0, 5),
};

export const pricesUsed: Check = {
  id: "prices-used",
  title: "every price and every allowance changes some line of some variant",
  readsTargetAlone: true,
  run: async (subject) => {
    const { target } = subject;
    const estimates = soundSettings(subject).flatMap(({ settings }) =>
      shapes.flatMap((shape) =>
        [1e6, 1e12].map((requestsPerMonth) => {
          const estimate = (options: Parameters<Target["cost"]>[2]) =>
            JSON.stringify(target.cost({ ...shape, requestsPerMonth }, settings, options));
          return { estimate, asListed: estimate({}) };
        }),
      ),
    );
    const inNoLine = Object.entries(target.prices).filter(([id, { usd }]) =>
      estimates.every(({ estimate, asListed }) => estimate({ prices: { [id]: usd + 1 } }) === asListed),
    );
    // A commitment's price counts only below the list price.
    return inNoLine
      .filter(([id, { usd }]) =>
        estimates.every(
          ({ estimate }) =>
            estimate({ commitment: true, prices: { [id]: usd / 2 } }) === estimate({ commitment: true }),
        ),
      )
      .map(([id]) => `prices.${id} is in no line of any variant: use it in cost.ts, or remove it.`);
  },
};

export const allowancesUsed: Check = {
  id: "allowances-used",
  title: "every allowance of the free tier is taken off some line",
  readsTargetAlone: true,
  run: async (subject) => {
    const { target } = subject;
    const variants = soundSettings(subject);
    const linesWith = (freeTier: boolean) =>
      variants.flatMap(({ settings }) =>
        shapes.flatMap((shape) =>
          [1e9, 1e12].flatMap((requestsPerMonth) =>
            target.cost({ ...shape, requestsPerMonth }, settings, { freeTier }),
          ),
        ),
      );
    const free = linesWith(true);
    const reductions = linesWith(false).map(({ unit, quantity }, index) => {
      const left = free[index]?.quantity ?? quantity;
      return { unit, quantity: quantity - left, isAll: quantity > 0 && left === 0 };
    });
    return Object.entries(target.allowances)
      .filter(
        ([, { unit, quantity }]) =>
          !reductions.some(
            (each) =>
              each.unit === unit &&
              // Of what no traffic can make more than is given away, all is taken off.
              (Math.abs(each.quantity - quantity) <= 1e-3 * quantity || (each.isAll && each.quantity < quantity)),
          ),
      )
      .map(
        ([id, { unit, quantity }]) =>
          `allowances.${id} takes its ${quantity} off no line in ${unit}: give it to the usageLine in cost.ts, or remove it.`,
      );
  },
};

export const priceBooksComplete: Check = {
  id: "price-books-complete",
  title: "every price book has every price",
  readsTargetAlone: true,
  run: async ({ target }) =>
    target.priceBooks.flatMap((book) => {
      const prices = target.pricesOf(book);
      return Object.keys(target.prices)
        .filter((id) => prices[id]?.source === target.prices[id]?.source)
        .map((id) => `priceBooks.${book} has no ${id}: a book is a complete set, so that no estimate mixes two.`);
    }),
};
