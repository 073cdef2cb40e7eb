/** Buckets in seconds: a prediction takes well under a millisecond, a slow network much longer. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;
const NAME = "modelport_http_request_duration_seconds";

/** Observations of one route and status: the count of each bucket (the last one has no upper bound), and their sum. */
interface Series {
  readonly counts: number[];
  sum: number;
}

interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/**
 * A histogram for prom-client's registry, which calls `get` at each scrape. prom-client's own class builds a string of
 * the labels for each observation: 2 µs, ten times as much as two lookups and a short loop.
 */
export class RequestHistogram {
  readonly name = NAME;
  readonly help = "How long requests took, by route and status.";
  readonly type = "histogram";
  readonly aggregator = "sum";
  readonly #series = new Map<string, Map<number, Series>>();

  observe(route: string, status: number, seconds: number): void {
    const series = this.#seriesOf(route, status);
    const bucket = BUCKETS.findIndex((bound) => seconds <= bound);
    const index = bucket === -1 ? BUCKETS.length : bucket;
    series.counts[index] = (series.counts[index] ?? 0) + 1;
    series.sum += seconds;
  }

  #seriesOf(route: string, status: number): Series {
    let statuses = this.#series.get(route);
    if (!statuses) this.#series.set(route, (statuses = new Map()));
    let series = statuses.get(status);
    if (!series)
      statuses.set(status, (series = { counts: Array.from({ length: BUCKETS.length + 1 }, () => 0), sum: 0 }));
    return series;
  }

  /** The output for prom-client's registry; Prometheus' buckets are cumulative. */
  get() {
    const { name, help, type, aggregator } = this;
    const values = [...this.#series].flatMap(([route, statuses]) =>
      [...statuses].flatMap(([status, series]) => samplesOf({ route, status }, series)),
    );
    return Promise.resolve({ name, help, type, aggregator, values });
  }

  reset(): void {
    this.#series.clear();
  }
}

function samplesOf(labels: Sample["labels"], { counts, sum }: Series): Sample[] {
  let below = 0;
  const buckets = [...BUCKETS, "+Inf"].map((le, index) => {
    below += counts[index] ?? 0;
    return { metricName: `${NAME}_bucket`, labels: { le, ...labels }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${NAME}_sum`, labels, value: sum },
    { metricName: `${NAME}_count`, labels, value: below },
  ];
}
