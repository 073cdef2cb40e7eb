// Checks that the parts of a manifest agree; each error is a sentence with its place in the file.
import type { Manifest } from "./manifest-schema.ts";

interface Inconsistency {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Members of an answer that the output's own names must not hide. */
const RESERVED = new Set([
  "index",
  "error",
  "model_version",
  "request_id",
  "score",
  "logit",
  "unit",
  "baseline",
  "reasons",
  "contributions",
  "terms",
]);

/** Every contradiction between the parts of a manifest whose parts are valid by themselves. */
export function inconsistencies(manifest: Manifest): Inconsistency[] {
  return [
    ...nameClashes(manifest),
    ...rangeFaults(manifest),
    ...shapeFaults(manifest),
    ...outputFaults(manifest),
    ...explanationFaults(manifest),
  ];
}

function nameClashes({ features }: Manifest): Inconsistency[] {
  const owners = new Map<string, string>();
  const found: Inconsistency[] = [];
  features.forEach((feature, index) => {
    for (const name of new Set([feature.name, ...feature.aliases])) {
      const owner = owners.get(name);
      if (owner !== undefined) {
        found.push({ path: ["features", index], message: `the name "${name}" already belongs to ${owner}` });
      }
      owners.set(name, feature.name);
    }
  });
  return found;
}

function rangeFaults({ features }: Manifest): Inconsistency[] {
  return features.flatMap((feature, index): Inconsistency[] => {
    if (feature.type === "categorical") {
      if (new Set(feature.categories).size === feature.categories.length) return [];
      return [{ path: ["features", index, "categories"], message: "a category is listed twice" }];
    }
    if (feature.type === "boolean") return [];
    const { minimum = -Infinity, maximum = Infinity } = feature;
    if (minimum <= maximum) return [];
    return [{ path: ["features", index], message: `minimum ${minimum} is above maximum ${maximum}` }];
  });
}

function shapeFaults(manifest: Manifest): Inconsistency[] {
  const { input, outputs } = manifest.onnx;
  const columns = manifest.features.length;
  const classes = manifest.output.kind === "multiclass" ? [manifest.output.labels.length] : [];
  const expected = [
    [["input"], input.shape, [-1, columns]],
    [["outputs", "score"], outputs.score.shape, [-1, ...classes]],
    [["outputs", "logit"], outputs.logit?.shape, [-1]],
    [["outputs", "contributions"], outputs.contributions?.shape, [-1, columns]],
    [["outputs", "terms"], outputs.terms?.shape, [-1, manifest.explanation?.terms?.length ?? 0]],
  ] as const;
  return expected.flatMap(([path, found, wanted]) =>
    found === undefined || found.join() === wanted.join()
      ? []
      : [{ path: ["onnx", ...path], message: `shape [${found.join(", ")}] should be [${wanted.join(", ")}]` }],
  );
}

function outputFaults({ output, onnx, selfCheck }: Manifest): Inconsistency[] {
  const found: Inconsistency[] = [];
  const names = output.kind === "regression" ? [output.name] : [output.name, output.labelName];
  for (const name of names) {
    if (RESERVED.has(name)) found.push({ path: ["output"], message: `"${name}" is a name that answers already use` });
  }
  if (new Set(names).size < names.length) {
    found.push({ path: ["output", "labelName"], message: `"${output.name}" is the output's name already` });
  }
  const scores = [selfCheck.score].flat().length;
  const wanted = output.kind === "multiclass" ? output.labels.length : 1;
  if (scores !== wanted) {
    found.push({ path: ["selfCheck", "score"], message: `has ${scores} numbers, but the output has ${wanted}` });
  }
  if (output.kind !== "binary" && onnx.outputs.logit) {
    found.push({ path: ["onnx", "outputs", "logit"], message: `a ${output.kind} model has no logit: leave it out` });
  }
  return found;
}

function explanationFaults({ onnx, output, explanation, features }: Manifest): Inconsistency[] {
  const known = new Set(features.map((feature) => feature.name));
  const found: Inconsistency[] = [];
  if (onnx.outputs.contributions && !explanation) {
    found.push({ path: ["explanation"], message: "is required because the model has a contributions output" });
  }
  if (output.kind === "multiclass" && (onnx.outputs.contributions ?? onnx.outputs.terms ?? explanation)) {
    const message = "explanations of multiclass models are not supported, since contributions would differ by class";
    found.push({ path: ["explanation"], message: `${message}: leave out contributions, terms and explanation` });
  }
  explanation?.terms?.forEach((term, index) => {
    for (const name of term.features) {
      if (known.has(name)) continue;
      found.push({ path: ["explanation", "terms", index], message: `"${name}" is not the name of a feature` });
    }
  });
  return found;
}
