import type { Diagnosis } from "@modelport/contracts";

/** How many errors one refusal lists before it counts the rest. */
const MOST_FAULTS = 10;

/** The errors of one request: the Open Inference Protocol has one string for all of them, which must stay short. */
export class Faults {
  readonly #told: string[] = [];
  count = 0;

  /** Errors beyond the limit are only counted; their sentences are never created. */
  add(make: () => string): void {
    this.count += 1;
    if (this.#told.length < MOST_FAULTS) this.#told.push(make());
  }

  /** The errors of one row. Beyond the limit the row is not diagnosed, and counts as one error. */
  addRow(row: number, diagnosed: () => Diagnosis): void {
    if (this.#told.length >= MOST_FAULTS) {
      this.count += 1;
      return;
    }
    for (const { detail } of diagnosed().problems) this.add(() => `Row ${row}: ${detail}`);
  }

  /** All errors in one text. */
  get text(): string {
    const rest = this.count - this.#told.length;
    return `${this.#told.join(" ")}${rest > 0 ? ` And ${rest} more.` : ""}`;
  }
}
