// Requests of strangers share a run, so what mixes rows in any way is refused, and what does not is loaded.
import type { OnnxGraph } from "@modelport/contract-tests/onnx";
import type { Feature, Manifest } from "@modelport/contracts";
import { expect, it } from "vitest";
import { loadModelDirectory } from "./model-directory.ts";
import { loadPredictor } from "./load-predictor.ts";
import { graphOf, prepare, TWO_NUMBERS } from "./prepared.testing.ts";

type Nodes = OnnxGraph["nodes"];
type Constants = OnnxGraph["initializers"];

const weights = { name: "w", shape: [2, 1], floats: [0.75, -0.5] };
const flat = { name: "flat", shape: [1], integers: [-1] };
const axis0 = { name: "axis0", shape: [1], integers: [0] };
const axis1 = { name: "axis1", shape: [1], integers: [1] };
const zero = { name: "zero", shape: [1], integers: [0] };
const one = { name: "one", shape: [1], integers: [1] };
const constants: Constants = [weights, flat, axis0, axis1, zero, one];

const node = (op: string, inputs: string[], output: string, attributes: Nodes[number]["attributes"] = {}) => ({
  op,
  inputs,
  outputs: [output],
  attributes,
});
/** A weighted sum of `rows`, as the score. */
const summed = (rows: string): Nodes => [
  node("MatMul", [rows, "w"], "column"),
  node("Reshape", ["column", "flat"], "score"),
];
/** The same, and behind it what `nodes` make of `sum` [N]. */
const behind = (...nodes: Nodes): Nodes => [
  node("MatMul", ["x", "w"], "column"),
  node("Reshape", ["column", "flat"], "sum"),
  ...nodes,
];

const MIXED =
  /^The model's score of a row depends on the other rows of the run: -?[\d.e+-]+ beside some, (-?[\d.e+-]+|NaN|-?Infinity) beside others \(score, row \d+ of \d+\)\. Requests of different callers share a run, so a row must be scored for itself: export the model in inference mode \(model\.eval\(\)\), keep softmax, mean, cumulative sum and sorting off axis 0, and quantize statically or not at all\.$/;
const COUNTED =
  /^The model scores the same row -?[\d.e+-]+ alone and -?[\d.e+-]+ among others \(score, row \d+ of \d+\)\. Requests of different callers share a run, /;
const UNSTEADY =
  /^The model scores the same rows -?[\d.e+-]+ and then -?[\d.e+-]+ \(score, row \d+ of \d+\): it draws random numbers, or changes while it scores, so export it in inference mode \(model\.eval\(\)\), without dropout and Random nodes\.$/;
const FIXED =
  /^The model scores one row, but not 32 in one run: a number of rows is fixed inside the graph, as Reshape to \[1, \.\.\.\] does, so export the model with a free batch size\. onnxruntime says: ./;
const ANY_OF_MIXED = new RegExp(`${MIXED.source}|${COUNTED.source}`);

const mean: Nodes = [
  node("ReduceMean", ["x"], "mean", { axes: [0] }),
  node("Add", ["x", "mean"], "rows"),
  ...summed("rows"),
];

it.each<[string, Nodes, RegExp, Constants?]>([
  [
    "the mean of all numbers of a run",
    [node("ReduceMean", ["x"], "mean"), node("Add", ["x", "mean"], "rows"), ...summed("rows")],
    ANY_OF_MIXED,
  ],
  ["the mean of each column", mean, ANY_OF_MIXED],
  [
    "a ten-millionth of the mean",
    [
      node("ReduceMean", ["x"], "mean", { axes: [0] }),
      node("Mul", ["mean", "tiny"], "share"),
      node("Add", ["x", "share"], "rows"),
      ...summed("rows"),
    ],
    MIXED,
    [{ name: "tiny", shape: [1], floats: [1e-6] }],
  ],
  [
    "batch normalization in training mode",
    [
      {
        op: "BatchNormalization",
        inputs: ["x", "scale", "bias", "m", "v"],
        outputs: ["rows", "rm", "rv"],
        attributes: { training_mode: 1 },
      },
      ...summed("rows"),
    ],
    UNSTEADY,
    [
      { name: "scale", shape: [2], floats: [1, 1] },
      { name: "bias", shape: [2], floats: [0.5, 0.5] },
      { name: "m", shape: [2], floats: [0, 0] },
      { name: "v", shape: [2], floats: [1, 1] },
    ],
  ],
  ["softmax over the rows", behind(node("Softmax", ["sum"], "score", { axis: 0 })), ANY_OF_MIXED],
  [
    "the largest row as a scale",
    behind(node("ReduceMax", ["sum"], "max", { axes: [0] }), node("Sub", ["sum", "max"], "score")),
    ANY_OF_MIXED,
  ],
  [
    "the smallest row",
    behind(
      node("ReduceMin", ["sum"], "min", { axes: [0] }),
      node("Max", ["sum", "min"], "both"),
      node("Add", ["both", "min"], "score"),
    ),
    ANY_OF_MIXED,
  ],
  ["a cumulative sum over the rows", behind(node("CumSum", ["sum", "zero"], "score")), ANY_OF_MIXED],
  [
    "a cumulative sum from the last row on",
    behind(node("CumSum", ["sum", "zero"], "score", { reverse: 1 })),
    ANY_OF_MIXED,
  ],
  [
    "sorted rows",
    behind(node("Shape", ["sum"], "count"), {
      op: "TopK",
      inputs: ["sum", "count"],
      outputs: ["score", "order"],
      attributes: { axis: 0 },
    }),
    ANY_OF_MIXED,
  ],
  [
    "the rank among the rows",
    behind(
      node("Shape", ["sum"], "count"),
      { op: "TopK", inputs: ["sum", "count"], outputs: ["sorted", "order"], attributes: { axis: 0 } },
      node("Cast", ["order"], "score", { to: 1 }),
    ),
    ANY_OF_MIXED,
  ],
  [
    "the row before",
    behind(
      node("Slice", ["sum", "zero", "minusOne"], "before"),
      node("Gather", ["sum", "zero"], "firstRow"),
      { op: "Concat", inputs: ["firstRow", "before"], outputs: ["shifted"], attributes: { axis: 0 } },
      node("Add", ["sum", "shifted"], "score"),
    ),
    ANY_OF_MIXED,
    [{ name: "minusOne", shape: [1], integers: [-1] }],
  ],
  [
    "the number of rows",
    behind(
      node("Shape", ["sum"], "count"),
      node("Cast", ["count"], "countFloat", { to: 1 }),
      node("Mul", ["sum", "countFloat"], "score"),
    ),
    COUNTED,
  ],
  [
    "numbers quantized by the whole run",
    [
      { op: "DynamicQuantizeLinear", inputs: ["x"], outputs: ["q", "qScale", "qZero"] },
      node("DequantizeLinear", ["q", "qScale", "qZero"], "rows"),
      ...summed("rows"),
    ],
    ANY_OF_MIXED,
  ],
  [
    "random numbers",
    [node("RandomNormalLike", ["x"], "noise"), node("Add", ["x", "noise"], "rows"), ...summed("rows")],
    UNSTEADY,
  ],
  [
    "random numbers from a seed",
    [node("RandomUniformLike", ["x"], "noise", { dtype: 1 }), node("Add", ["x", "noise"], "rows"), ...summed("rows")],
    UNSTEADY,
  ],
  [
    "dropout of one value in fifty",
    [{ op: "Dropout", inputs: ["x", "ratio", "training"], outputs: ["rows"] }, ...summed("rows")],
    UNSTEADY,
    [
      { name: "ratio", shape: [], floats: [0.02] },
      { name: "training", shape: [], booleans: [true] },
    ],
  ],
  [
    "a hidden Reshape to one row",
    [
      node("Shape", ["x"], "shape"),
      node("Gather", ["shape", "one"], "columns"),
      node("Gather", ["shape", "zero"], "count"),
      node("Div", ["count", "count"], "single"), // 1, which onnxruntime does not know before it runs.
      { op: "Concat", inputs: ["single", "columns"], outputs: ["target"], attributes: { axis: 0 } },
      node("Reshape", ["x", "target"], "rows"),
      ...summed("rows"),
    ],
    FIXED,
  ],
])("refuses %s", async (_title, nodes, sentence, more = []) => {
  // A tolerance that lets a known row pass which chance has changed: what is compared bit by bit has none.
  const edit = ({ selfCheck }: Manifest) => void (sentence === UNSTEADY && (selfCheck.tolerance = 1000));
  const folder = await prepare(graphOf(nodes, [...constants, ...more]), { edit });
  const refusal = await loadPredictor(await loadModelDirectory(folder)).then(
    () => "loaded",
    (error: Error) => error.message,
  );
  expect(refusal).toMatch(sentence);
});

it.each<[string, Nodes]>([
  ["a weighted sum", summed("x")],
  ["batch normalization by constants", [node("Mul", ["x", "x"], "rows"), ...summed("rows")]],
  ["softmax over the columns", [node("Softmax", ["x"], "rows", { axis: 1 }), ...summed("rows")]],
])("loads %s", async (_title, nodes) => {
  const predictor = await loadPredictor(await loadModelDirectory(await prepare(graphOf(nodes, constants))));
  expect(predictor.columns).toBe(2);
});

it("refuses a graph that fails for a value which the manifest allows, with the value", async () => {
  const table = { name: "table", shape: [5], floats: [1, 2, 3, 4, 5] };
  const nodes = [
    node("Gather", ["x", "one"], "second", { axis: 1 }),
    node("Cast", ["second"], "index", { to: 7 }),
    node("Gather", ["table", "index"], "found"),
    node("Reshape", ["found", "flat"], "score"),
  ];
  const folder = await prepare(graphOf(nodes, [...constants, table]));
  await expect(loadPredictor(await loadModelDirectory(folder))).rejects.toThrow(
    /^The model fails for b -?\d+(\.\d+)?, which the manifest allows, and such a row fails all rows that share its run: give "b" a minimum and a maximum, or clip it in the graph\. onnxruntime says: ./,
  );
});

it("sees a mixture that one category of one feature makes", async () => {
  const colors: Feature = {
    name: "color",
    aliases: [],
    type: "categorical",
    description: "A color.",
    categories: Array.from({ length: 30 }, (_, index) => `color ${index}`),
    example: "color 0",
  };
  const rare = { name: "rare", shape: [1], floats: [23] };
  const nodes = [
    node("Gather", ["x", "one"], "colors", { axis: 1 }),
    node("Equal", ["colors", "rare"], "isRare"),
    node("Cast", ["isRare"], "count", { to: 1 }),
    node("ReduceSum", ["count"], "total"),
    node("Add", ["x", "total"], "rows"),
    ...summed("rows"),
  ];
  const features = [TWO_NUMBERS[0] as Feature, colors];
  const folder = await prepare(graphOf(nodes, [...constants, rare]), { features });
  await expect(loadPredictor(await loadModelDirectory(folder))).rejects.toThrow(ANY_OF_MIXED);
});
