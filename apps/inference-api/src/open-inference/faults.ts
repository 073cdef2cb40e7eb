import type { Diagnosis } from "@modelport/contracts";

/** How many faults one refusal tells before it counts the rest. */
const MOST_FAULTS = 10;

/** The faults of one request: the Open Inference Protocol has one string for all of them, which must stay short. */
export class Faults {
  readonly #told: string[] = [];
  count = 0;

  /** A fault that is not told is counted, and its sentence is never made. */
  add(make: () => string): void {
    this.count += 1;
    if (this.#told.length < MOST_FAULTS) this.#told.push(make());
  }

  /** The faults of one row; it is not diagnosed, and counts as one fault, if no more are told. */
  addRow(row: number, diagnosed: () => Diagnosis): void {
    if (this.#told.length >= MOST_FAULTS) {
      this.count += 1;
      return;
    }
    for (const { detail } of diagnosed().problems) this.add(() => `Row ${row}: ${detail}`);
  }

  /** All of it in one text. */
  get text(): string {
    const rest = this.count - this.#told.length;
    return `${this.#told.join(" ")}${rest > 0 ? ` And ${rest} more.` : ""}`;
  }
}
