// CloudWatch's embedded metric format: log lines from which CloudWatch extracts metrics, because a function cannot be
// scraped.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
import type { Metrics } from "./metrics.ts";

/**
 * Every metric with its unit. All have one dimension, the function's name, so that a function costs as many custom
 * metrics as are listed here. Routes, statuses and versions are members of the line, so log queries can use them.
 */
const UNITS = {
  Requests: "Count",
  /** From the request to the start of its answer. */
  Latency: "Milliseconds",
  /** Answers of 500 and above, and answers that broke off. 0 is written too, so that the average is a rate. */
  Errors: "Count",
  Predictions: "Count",
  BatchRows: "Count",
  BatchRowsFailed: "Count",
  ColdStarts: "Count",
  /** From the start of the process to its first answer, without the wait for its first request. */
  ColdStartMilliseconds: "Milliseconds",
} as const;

type Values = Partial<Record<keyof typeof UNITS, number | readonly number[]>>;

/** How an invocation ended. */
interface Ended {
  /** Lambda's id of the invocation. */
  readonly requestId: string;
  /** The answer broke off, whatever its status said. */
  readonly failed: boolean;
}

/** Metrics of a process that is frozen between invocations. */
export interface InvocationMetrics extends Metrics {
  /** Writes the metrics of the invocation at once; nothing is left for later. */
  flush(ended: Ended): void;
}

interface EmfOptions {
  readonly namespace: string;
  /** The value of the dimension. */
  readonly functionName: string;
  /** Further members of each line; never anything that a client sent. */
  readonly members: Readonly<Record<string, string>>;
  /** Takes a whole line, and must have written it when it returns. */
  readonly write: (line: string) => void;
}

/** One line per invocation. It has no label: with the request id it would reveal a prediction about a customer. */
export function emfMetrics({ namespace, functionName, members, write }: EmfOptions): InvocationMetrics {
  let pending = nothing();
  let startMilliseconds: number | undefined;
  return {
    request(route, status, seconds) {
      pending.latencies.push(rounded(seconds * 1000));
      pending.errors += status >= 500 ? 1 : 0;
      pending.last = { route, status };
    },
    prediction: () => void (pending.predictions += 1),
    batch(scored, failed) {
      pending.rows += scored;
      pending.rowsFailed += failed;
    },
    // The invocation fails with it, and `flush` counts that.
    aborted: () => undefined,
    coldStart: (milliseconds) => void (startMilliseconds = milliseconds),
    flush({ requestId, failed }) {
      const { latencies, last } = pending;
      const [first] = latencies;
      if (first === undefined) return;
      const values: Values = {
        Requests: latencies.length,
        Latency: latencies.length === 1 ? first : latencies,
        Errors: pending.errors + (failed ? 1 : 0),
        ...(pending.predictions > 0 && { Predictions: pending.predictions }),
        ...(pending.rows + pending.rowsFailed > 0 && { BatchRows: pending.rows, BatchRowsFailed: pending.rowsFailed }),
        ...(startMilliseconds !== undefined && {
          ColdStarts: 1,
          ColdStartMilliseconds: rounded(startMilliseconds + first),
        }),
      };
      pending = nothing();
      startMilliseconds = undefined;
      const metrics = Object.keys(values).map((name) => ({ Name: name, Unit: UNITS[name as keyof Values] }));
      const directive = { Namespace: namespace, Dimensions: [["FunctionName"]], Metrics: metrics };
      write(
        `${JSON.stringify({
          _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] },
          FunctionName: functionName,
          ...values,
          request_id: requestId,
          ...last,
          ...members,
        })}\n`,
      );
    },
  };
}

interface Pending {
  /** Milliseconds, one for each request; more than one only if Lambda lets an environment answer several at once. */
  readonly latencies: number[];
  errors: number;
  predictions: number;
  rows: number;
  rowsFailed: number;
  last: { readonly route: string; readonly status: number } | undefined;
}

function nothing(): Pending {
  return { latencies: [], errors: 0, predictions: 0, rows: 0, rowsFailed: 0, last: undefined };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
