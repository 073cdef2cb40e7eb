// One exposition for all workers, those that have died included: counters never fall.
import { AggregatorRegistry } from "prom-client";
import type { MetricValues, Snapshot } from "../../metrics/prometheus.ts";
import type { Exposition } from "./messages.ts";

/** How long a worker may take to say what it has counted: a large batch keeps its event loop busy. */
const PATIENCE_MS = 1000;

interface Question {
  readonly number: number;
  answer(snapshot: Snapshot | undefined): void;
}

export class AllMetrics {
  readonly #ask: (number: number, id: number) => void;
  /** The last snapshot of each living worker. */
  readonly #last = new Map<number, Snapshot>();
  readonly #questions = new Map<number, Question>();
  /** The counters of all that have died. */
  #past: Promise<Snapshot> = Promise.resolve([]);
  #asked = 0;
  #replaced = 0;

  /** `ask` lets worker `number` send its snapshot, which is then {@link received} with the same `id`. */
  constructor(ask: (number: number, id: number) => void) {
    this.#ask = ask;
  }

  received(id: number, snapshot: Snapshot): void {
    this.#questions.get(id)?.answer(snapshot);
  }

  /** What worker `number` counted up to the last scrape stays; the rest is lost, as with a process that dies alone. */
  died(number: number): void {
    for (const question of this.#questions.values()) if (question.number === number) question.answer(undefined);
    const counted = (this.#last.get(number) ?? []).filter(({ type }) => type !== "gauge");
    this.#last.delete(number);
    this.#past = this.#past.then(async (past) => valuesOf(AggregatorRegistry.aggregate([[...past], counted])));
  }

  replaced(): void {
    this.#replaced += 1;
  }

  /** Asks the workers with these numbers; one that does not answer in time counts with its last answer. */
  async exposition(numbers: readonly number[]): Promise<Exposition> {
    await Promise.all(numbers.map((number) => this.#refresh(number)));
    const own = [
      metric("modelport_workers", "Processes that can serve.", "gauge", numbers.length),
      metric("modelport_workers_replaced_total", "Processes that died and were replaced.", "counter", this.#replaced),
    ];
    const all = AggregatorRegistry.aggregate([...this.#last.values(), await this.#past, own]);
    return { contentType: all.contentType, text: await all.metrics() };
  }

  async #refresh(number: number): Promise<void> {
    const id = (this.#asked += 1);
    const snapshot = await new Promise<Snapshot | undefined>((answer) => {
      this.#questions.set(id, { number, answer });
      setTimeout(answer, PATIENCE_MS, undefined).unref();
      this.#ask(number, id);
    });
    this.#questions.delete(id);
    if (snapshot) this.#last.set(number, snapshot);
  }
}

async function valuesOf(registry: { getMetricsAsJSON(): Promise<unknown> }): Promise<Snapshot> {
  return (await registry.getMetricsAsJSON()) as Snapshot;
}

function metric(name: string, help: string, type: MetricValues["type"], value: number): MetricValues {
  return { name, help, type, aggregator: "sum", values: [{ value, labels: {} }] };
}
