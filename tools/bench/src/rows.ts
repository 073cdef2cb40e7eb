// Different rows, because a constant row would flatter code that branches on its input.
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Golden {
  readonly rows: readonly { readonly instance: Readonly<Record<string, unknown>> }[];
}

const MODEL = join(import.meta.dirname, "../../../model");
const golden = JSON.parse(readFileSync(join(MODEL, "golden.json"), "utf8")) as Golden;

/** The model's golden instances, which cover all of its ranges, split thresholds and categories. */
export const instances = golden.rows.map(({ instance }) => instance);
