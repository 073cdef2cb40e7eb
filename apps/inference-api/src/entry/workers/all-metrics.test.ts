import { expect, it } from "vitest";
import { prometheusMetrics } from "../../metrics/prometheus.ts";
import { AllMetrics } from "./all-metrics.ts";

/** Workers with these numbers, each with its own counters. */
function workersOf(...numbers: readonly number[]) {
  const metrics = new Map(numbers.map((number) => [number, prometheusMetrics(() => number)]));
  const silent = new Set<number>();
  const all: AllMetrics = new AllMetrics((number, id) => {
    if (silent.has(number)) return;
    void metrics
      .get(number)
      ?.snapshot()
      .then((snapshot) => all.received(id, snapshot));
  });
  const value = async (line: string, asked = numbers) => {
    const { text } = await all.exposition(asked);
    const found = text.split("\n").find((each) => each.startsWith(`${line} `));
    return found === undefined ? undefined : Number(found.split(" ").at(-1));
  };
  const of = (number: number) => {
    const found = metrics.get(number);
    if (!found) throw new Error(`There is no worker ${number}.`);
    return found;
  };
  return { all, of, value, silent, restart: (number: number) => metrics.set(number, prometheusMetrics()) };
}

const COUNT = 'modelport_http_request_duration_seconds_count{route="/predict",status="200"}';
const BUCKET = 'modelport_http_request_duration_seconds_bucket{le="0.0005",route="/predict",status="200"}';

it("adds counters, histograms and gauges, and takes the slowest start", async () => {
  const { of, value } = workersOf(1, 2);
  for (const seconds of [0.0001, 0.2]) of(1).request("/predict", 200, seconds);
  of(2).request("/predict", 200, 0.0001);
  for (const number of [1, 2]) of(number).coldStart?.(100 * number);
  expect([await value(COUNT), await value(BUCKET)]).toEqual([3, 2]);
  expect(await value("modelport_request_memory_bytes")).toBe(3);
  expect(await value("modelport_cold_start_seconds")).toBe(0.2);
  expect(await value("modelport_workers")).toBe(2);
});

it("keeps what a dead worker had counted at the last scrape, and not its gauges", async () => {
  const { all, of, value, restart } = workersOf(1, 2);
  of(1).request("/predict", 200, 0.1);
  of(2).request("/predict", 200, 0.1);
  expect(await value(COUNT)).toBe(2);
  for (let times = 1; times <= 3; times++) {
    all.died(2);
    restart(2);
    all.replaced();
    of(2).request("/predict", 200, 0.1);
    expect(await value(COUNT)).toBe(2 + times);
  }
  expect(await value("modelport_workers_replaced_total")).toBe(3);
  expect(await value("modelport_request_memory_bytes")).toBe(1);
});

it("counts a worker that does not answer with its last answer, and waits for no dead one", async () => {
  const { all, of, value, silent } = workersOf(1, 2);
  of(2).request("/predict", 200, 0.1);
  expect(await value(COUNT)).toBe(1);
  silent.add(2);
  of(1).request("/predict", 200, 0.1);
  expect(await value(COUNT)).toBe(2);
  const began = performance.now();
  const scraped = value(COUNT);
  all.died(2);
  expect(await scraped).toBe(2);
  expect(performance.now() - began).toBeLessThan(900);
});
