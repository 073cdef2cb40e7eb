// What several services cost together: the stacks that they are, and which of these has what the others use.
import type { CostLine } from "./cost.ts";
import type { RawSettings } from "./settings.ts";

/** How the stacks of further services use what the first one has created. */
export interface Sharing {
  /** What each of them sets to use it. Default: it adds nothing that costs money. */
  readonly further?: RawSettings;
  /** What the first one sets if its nodes hold the pods of all: the traffic of all is then counted there. */
  ofAll?(services: number): RawSettings;
}

/** So many stacks with the same settings, each with that many times the requests of one service. */
export interface Share {
  readonly settings: RawSettings;
  readonly stacks: number;
  readonly load: number;
}

/** Without `sharing`, each service has everything of its own. The first share is one stack. */
export function sharesOf(settings: RawSettings, services: number, sharing: Sharing | undefined): readonly Share[] {
  const further = services - 1;
  if (further === 0) return [{ settings, stacks: 1, load: 1 }];
  const others = { settings: { ...settings, ...sharing?.further }, stacks: further };
  if (sharing?.ofAll === undefined)
    return [
      { settings, stacks: 1, load: 1 },
      { ...others, load: 1 },
    ];
  const first = { settings: { ...settings, ...sharing.ofAll(services) }, stacks: 1, load: services };
  return sharing.further === undefined ? [first] : [first, { ...others, load: 0 }];
}

const keyOf = ({ name, recurrence, unit, unitPrice }: CostLine) => JSON.stringify([name, recurrence, unit, unitPrice]);

/** The lesser of two sums for each line, where these differ only in what is free. A line that one of them lacks is nothing there. */
export function leastLines(one: readonly CostLine[], other: readonly CostLine[]): readonly CostLine[] {
  const quantities = new Map(other.map((line) => [keyOf(line), line.quantity]));
  return one.map((line) => {
    const quantity = Math.min(line.quantity, quantities.get(keyOf(line)) ?? 0);
    return { ...line, quantity, usdPerMonth: quantity * line.unitPrice };
  });
}

/** One list of lines: those that differ only in their quantity are one. */
export function sumOfLines(parts: readonly { readonly lines: readonly CostLine[]; readonly times: number }[]) {
  const sums = new Map<string, CostLine>();
  for (const { lines, times } of parts) {
    for (const line of lines) {
      const key = keyOf(line);
      const quantity = (sums.get(key)?.quantity ?? 0) + times * line.quantity;
      sums.set(key, { ...line, quantity, usdPerMonth: quantity * line.unitPrice });
    }
  }
  return [...sums.values()];
}
