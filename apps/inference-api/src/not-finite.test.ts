// A model whose numbers leave float32, or are none: such a row has no answer in any format, and its neighbors have theirs.
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Manifest } from "@modelport/contracts";
import { writeOnnx } from "@modelport/contract-tests";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openModel } from "./in-process.testing.ts";

const folder = await mkdtemp(join(tmpdir(), "modelport-not-finite-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

type Kind = "regression" | "binary" | "multiclass";

const OUTPUTS: Record<Kind, Manifest["output"]> = {
  regression: { kind: "regression", name: "price", description: "d", decimals: 2 },
  binary: {
    kind: "binary",
    name: "risk",
    description: "d",
    decimals: 4,
    labelName: "label",
    labels: { positive: "yes", negative: "no" },
    threshold: 0.5,
  },
  multiclass: {
    kind: "multiclass",
    name: "risk",
    description: "d",
    decimals: 4,
    labelName: "label",
    labels: ["low", "high"],
  },
};

/** `a * 10` and `a * b` are explained, and their sum is the score: infinite for a large `a`, NaN for two infinite parts. */
async function open(kind: Kind) {
  const own = await mkdtemp(join(folder, kind));
  const classes = kind === "multiclass" ? [2] : [];
  const onnx = writeOnnx({
    input: { name: "x", shape: ["N", 2] },
    outputs: [
      { name: "score", shape: ["N", ...classes] },
      ...(kind === "multiclass" ? [] : [{ name: "contributions", shape: ["N", 2] as const }]),
    ],
    initializers: [
      { name: "w", shape: [2], floats: [10, 10] },
      { name: "axes", shape: [1], integers: [1] },
    ],
    nodes: [
      { op: "Mul", inputs: ["x", "w"], outputs: ["contributions"] },
      ...(kind === "multiclass"
        ? [{ op: "Sub", inputs: ["contributions", "contributions"], outputs: ["score"] }]
        : [
            {
              op: "ReduceSum",
              inputs: ["contributions", "axes"],
              outputs: [kind === "binary" ? "sum" : "score"],
              attributes: { keepdims: 0 },
            },
          ]),
      ...(kind === "binary" ? [{ op: "Sigmoid", inputs: ["sum"], outputs: ["score"] }] : []),
    ],
  });
  const tensor = (name: string, ...shape: number[]) => ({ name, type: "float32" as const, shape: [-1, ...shape] });
  const feature = (name: string) => ({ name, aliases: [], type: "number" as const, description: "d", example: 0 });
  const explained = kind !== "multiclass";
  const manifest: Manifest = {
    manifestVersion: 1,
    name: `not-finite-${kind}`,
    version: "1.0.0",
    title: "t",
    description: "d",
    license: "Apache-2.0",
    synthetic: true,
    onnx: {
      file: "model.onnx",
      sha256: createHash("sha256").update(onnx).digest("hex"),
      bytes: onnx.length,
      opset: 17,
      irVersion: 8,
      input: tensor("x", 2),
      outputs: { score: tensor("score", ...classes), ...(explained && { contributions: tensor("contributions", 2) }) },
    },
    features: [feature("a"), feature("b")],
    output: OUTPUTS[kind],
    ...(explained && { explanation: { method: "m", unit: "u", baseline: { value: 0, meaning: "m" } } }),
    selfCheck: {
      instance: { a: 0, b: 0 },
      score: { regression: 0, binary: 0.5, multiclass: [0, 0] }[kind],
      tolerance: 1e-5,
    },
  };
  return openModel(own, manifest, onnx);
}

type App = Awaited<ReturnType<typeof open>>["app"];

const send = async (app: App, path: string, body: string, type = "application/json") => {
  const answer = await app.request(path, { method: "POST", headers: { "content-type": type }, body });
  return { status: answer.status, text: await answer.text() };
};

/** The code of the error, and what the model says of the rest. */
describe.each([
  ["regression", "price", { a: 3e38, b: 0 }, "Infinity"],
  ["regression", "price", { a: 3e38, b: -3e38 }, "NaN"],
  ["binary", "risk", { a: 3e38, b: -3e38 }, "NaN"],
  ["multiclass", "risk", { a: 3e38, b: 0 }, "NaN"],
] as const)("a %s model whose %s of %j is %s", (kind, name, bad, value) => {
  const good = { a: 1, b: 0 };
  const sentence = `The model has no answer for this row: its ${name} is ${value}, not a finite number.`;
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open(kind);
  });

  it("refuses a single prediction, and does not count it", async () => {
    const { app, service } = opened;
    const answer = await send(app, "/predict", JSON.stringify(bad));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      422,
      expect.objectContaining({ code: "output_not_finite", detail: sentence }),
    ]);
    const metrics = await (await app.request("/metrics")).text();
    expect(metrics).not.toMatch(/^modelport_predictions_total.* [1-9]/m);
    expect(service.state).toBe("ready");
  });

  it("names the row of a batch, answers the others, and counts it as failed", async () => {
    const { app } = opened;
    const rows = [good, bad, good];
    const json = await send(app, "/api/v1/predict/batch", JSON.stringify({ instances: rows }));
    const ndjson = await send(
      app,
      "/api/v1/predict/batch",
      rows.map((row) => JSON.stringify(row)).join("\n"),
      "application/x-ndjson",
    );
    const error = { code: "output_not_finite", detail: sentence };
    const { predictions, failed } = JSON.parse(json.text) as { predictions: Record<string, unknown>[]; failed: number };
    const lines = ndjson.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(failed).toBe(1);
    for (const [first, second, third] of [predictions, lines]) {
      expect(second).toEqual({ index: 1, error });
      expect(first?.[name]).toBeDefined();
      expect(third?.[name]).toEqual(first?.[name]);
    }
    const csv = await send(app, "/api/v1/predict/batch", `a,b\n1,0\n${bad.a},${bad.b}\n1,0\n`, "text/csv");
    const [, first, second] = csv.text.split("\r\n");
    expect(second).toMatch(new RegExp(`^1,+"${sentence}"$`));
    expect(first).not.toContain("answer");
    expect(csv.text).not.toMatch(/(^|,)(-?Infinity|NaN|null)(,|\r)/m);
  });

  it("refuses inference, naming the row", async () => {
    const inputs = ["a", "b"].map((field) => ({
      name: field,
      shape: [2],
      datatype: "FP64",
      data: [good, bad].map((row) => row[field as "a" | "b"]),
    }));
    const path = `/v2/models/not-finite-${kind}/infer`;
    const answer = await send(opened.app, path, JSON.stringify({ inputs }));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([400, { error: `Row 1: ${sentence}` }]);
  });
});

it("has no answer if a part of the explanation is not finite, and has one without the explanation", async () => {
  const { app } = await open("binary");
  const row = JSON.stringify({ a: 3e38, b: 0 });
  expect(JSON.parse((await send(app, "/predict", row)).text)).toMatchObject({ risk: 1, label: "yes" });
  const detail = "The model has no answer for this row: a contribution is Infinity, not a finite number.";
  expect(JSON.parse((await send(app, "/predict?explain=true", row)).text)).toMatchObject({
    code: "output_not_finite",
    detail,
  });
  const batch = await send(app, "/api/v1/predict/batch?explain=true", `a,b\n3e38,0\n`, "text/csv");
  expect(batch.text).toContain(detail);
  const inputs = [3e38, 0].map((value, i) => ({ name: ["a", "b"][i], shape: [1], datatype: "FP64", data: [value] }));
  const request = { inputs, outputs: [{ name: "logit" }] };
  const answer = await send(app, "/v2/models/not-finite-binary/infer", JSON.stringify(request));
  expect(JSON.parse(answer.text)).toEqual({ error: `Row 0: ${detail}` });
});

it("takes the log-odds of a probability that is rounded to 1 from the parts of its explanation", async () => {
  const { app } = await open("binary");
  const answer = await send(app, "/predict?explain=true", JSON.stringify({ a: 100, b: 20 }));
  expect(JSON.parse(answer.text)).toMatchObject({ score: 1, logit: 1200 });
});
