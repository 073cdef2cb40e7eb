import type { Target } from "@modelport/target-kit";
import { compare, type Surroundings } from "./compare.ts";
import { priceRows } from "./price-rows.ts";
import type { Queries } from "./query.ts";
import { ageLines, comparisonLines } from "./report.ts";

const USAGE = `Usage: npm run prices:refresh [-- --age]

Reads the price APIs of AWS and Google Cloud, and shows where they differ from the price books of
the targets. It changes no file. AWS needs no credentials; Google Cloud needs an API key in
GOOGLE_API_KEY. With --age it reads nothing, and lists the prices by the day they were read on.

Exit codes: 0 every price API was read, 1 one could not be read, 2 a wrong command line.`;

export interface Refresh extends Surroundings {
  readonly targets: readonly Target[];
  readonly queries: Readonly<Record<string, Queries>>;
  /** An ISO date. */
  readonly today: string;
  readonly say: (...lines: readonly string[]) => void;
}

/** Returns the exit code. */
export async function refresh(args: readonly string[], { targets, queries, today, say, ...surroundings }: Refresh) {
  const [flag, ...more] = args;
  const rows = priceRows(targets, queries);
  if (flag === "--help" || flag === "-h") {
    say(USAGE);
    return 0;
  }
  if (flag === "--age" && more.length === 0) {
    say(...ageLines(rows, today));
    return 0;
  }
  if (flag !== undefined) {
    say(
      `${JSON.stringify(flag === "--age" ? more[0] : flag)} is not a flag of prices:refresh, which has --age: correct it.`,
    );
    return 2;
  }
  const comparison = await compare(rows, surroundings);
  say(...comparisonLines(comparison, rows, today));
  return comparison.failures.length === 0 ? 0 : 1;
}
