import { expect, it } from "vitest";
import { emfMetrics } from "./emf.ts";

interface Line {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

function written() {
  const lines: string[] = [];
  const metrics = emfMetrics({
    namespace: "modelport",
    functionName: "churn",
    members: { model_version: "1.0.0" },
    write: (line) => void lines.push(line),
  });
  return { metrics, lines, parsed: () => lines.map((line) => JSON.parse(line) as Line) };
}

const ended = { requestId: "id-1", failed: false };

it("writes one line for an invocation, whole, with the values that CloudWatch is told to take", () => {
  const { metrics, lines } = written();
  metrics.prediction("churn");
  metrics.request("/api/v1/predict", 200, 0.0012345);
  metrics.flush(ended);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.endsWith("}\n") && !lines[0].slice(0, -1).includes("\n")).toBe(true);
  const { _aws, ...members } = JSON.parse(lines[0] ?? "") as Line;
  expect(Math.abs(_aws.Timestamp - Date.now())).toBeLessThan(60_000);
  expect(_aws.CloudWatchMetrics).toEqual([
    {
      Namespace: "modelport",
      Dimensions: [["FunctionName"]],
      Metrics: [
        { Name: "Requests", Unit: "Count" },
        { Name: "Latency", Unit: "Milliseconds" },
        { Name: "Errors", Unit: "Count" },
        { Name: "Predictions", Unit: "Count" },
      ],
    },
  ]);
  expect(members).toEqual({
    FunctionName: "churn",
    Requests: 1,
    Latency: 1.235,
    Errors: 0,
    Predictions: 1,
    request_id: "id-1",
    route: "/api/v1/predict",
    status: 200,
    model_version: "1.0.0",
  });
});

it("never writes the label, and nothing for an invocation that answered no request", () => {
  const { metrics, lines } = written();
  metrics.flush(ended);
  expect(lines).toEqual([]);
  metrics.prediction("churn_label");
  metrics.request("/predict", 200, 0.001);
  metrics.flush(ended);
  expect(lines.join("")).not.toContain("churn_label");
});

it("counts a cold start once, with the first answer and without the wait for its request", () => {
  const { metrics, parsed } = written();
  metrics.coldStart?.(95.5);
  for (const seconds of [0.01, 0.001]) {
    metrics.request("/predict", 200, seconds);
    metrics.flush(ended);
  }
  const [first, second] = parsed();
  expect(first).toMatchObject({ ColdStarts: 1, ColdStartMilliseconds: 105.5, Latency: 10 });
  expect(second).not.toHaveProperty("ColdStarts");
  expect(second).not.toHaveProperty("ColdStartMilliseconds");
});

it("counts 500 and above as errors, an answer that broke off too, and no refusal of the client's", () => {
  const { metrics, parsed } = written();
  for (const [status, failed] of [
    [200, false],
    [422, false],
    [503, false],
    [200, true],
  ] as const) {
    metrics.request("/predict", status, 0.001);
    metrics.flush({ requestId: "id", failed });
  }
  expect(parsed().map(({ Errors }) => Errors)).toEqual([0, 0, 1, 1]);
});

it("has the rows of a batch, scored and failed", () => {
  const { metrics, parsed } = written();
  metrics.batch(998, 2);
  metrics.request("/api/v1/predict/batch", 200, 0.001);
  metrics.flush(ended);
  expect(parsed()).toMatchObject([{ BatchRows: 998, BatchRowsFailed: 2 }]);
});

it("loses nothing where two invocations share a process", () => {
  const { metrics, parsed } = written();
  metrics.request("/predict", 200, 0.001);
  metrics.request("/predict", 500, 0.003);
  metrics.flush(ended);
  metrics.flush(ended);
  expect(parsed()).toMatchObject([{ Requests: 2, Latency: [1, 3], Errors: 1 }]);
});

it("writes eight metrics of one dimension at most, each of which has its value", () => {
  const { metrics, parsed } = written();
  metrics.coldStart?.(1);
  metrics.prediction("a");
  metrics.batch(1, 1);
  metrics.request("/a", 200, 1);
  metrics.flush(ended);
  const [line] = parsed();
  const { _aws } = line as Line;
  const [directive] = _aws.CloudWatchMetrics;
  expect(directive?.Metrics.map(({ Name }) => Name)).toEqual([
    "Requests",
    "Latency",
    "Errors",
    "Predictions",
    "BatchRows",
    "BatchRowsFailed",
    "ColdStarts",
    "ColdStartMilliseconds",
  ]);
  for (const { Name } of directive?.Metrics ?? []) expect(typeof line?.[Name]).toBe("number");
  expect(typeof line?.["FunctionName"]).toBe("string");
});
