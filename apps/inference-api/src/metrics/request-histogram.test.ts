import { Histogram, Registry } from "prom-client";
import { expect, it } from "vitest";
import { RequestHistogram } from "./request-histogram.ts";

const observations = [
  ["/predict", 200, 0.0004],
  ["/predict", 200, 0.0005],
  ["/predict", 200, 0.3],
  ["/predict", 422, 0.002],
  ["unknown", 404, 60],
] as const;

it("is scraped as prom-client's own histogram of the same observations", async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const own = new RequestHistogram();
  ours.registerMetric(own as never);
  const reference = new Histogram({
    name: own.name,
    help: own.help,
    labelNames: ["route", "status"] as const,
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [theirs],
  });
  for (const [route, status, seconds] of observations) {
    own.observe(route, status, seconds);
    reference.observe({ route, status }, seconds);
  }
  expect(await ours.metrics()).toBe(await theirs.metrics());
  expect(await ours.metrics()).toContain(`${own.name}_bucket{le="0.0005",route="/predict",status="200"} 2\n`);
});

it("has no series before the first request", async () => {
  expect((await new RequestHistogram().get()).values).toEqual([]);
});
