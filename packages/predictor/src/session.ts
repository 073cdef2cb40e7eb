// Loads an ONNX file, and explains in a sentence why if onnxruntime cannot.
import { ModelError, type ModelDirectory } from "./model-directory.ts";
import { externalTensorsOf } from "./onnx-file.ts";
import { InferenceSession } from "./onnxruntime.ts";

/**
 * Threads that spin while they wait use up to a core each between requests (docs/adr/0029-model-folder-and-session.md).
 */
const NO_SPINNING = { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } };

/** @throws {ModelError} */
export async function createSession({ onnx, manifest }: ModelDirectory, threads: number): Promise<InferenceSession> {
  const { file } = manifest.onnx;
  refuseExternalData(file, onnx);
  try {
    return await InferenceSession.create(onnx, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      extra: NO_SPINNING,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(whyNotLoaded(file, reason.trim()));
  }
}

/** onnxruntime would look for them in the working directory, and no hash covers them (microsoft/onnxruntime 6696). */
function refuseExternalData(file: string, onnx: Uint8Array): void {
  const names = externalTensorsOf(onnx);
  if (names.length === 0) return;
  const some = names.slice(0, 3).map((name) => `"${name}"`);
  const tensors = `${some.join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`;
  throw new ModelError(
    `${file} keeps the values of ${tensors} in another file, which is not served: export one file, with ` +
      "external_data=False in torch.onnx.export, or in Python with " +
      `onnx.save_model(onnx.load("${file}"), "${file}", save_as_external_data=False).`,
  );
}

type Sentence = (file: string, match: RegExpExecArray) => string;

/** onnxruntime's message, and what to do about it. */
const REASONS: readonly (readonly [pattern: RegExp, sentence: Sentence])[] = [
  [
    /Unsupported model IR version: (\d+), max supported IR version: (\d+)/,
    (file, [, found, most]) =>
      `${file} has IR version ${found}, but at most ${most} is supported: set model.ir_version = ${most} in Python before you ` +
      "save the model, or export it with an older release of onnx.",
  ],
  [
    /Opset (\d+) is under development.*support for domain (\S+) is till opset (\d+)/s,
    (file, [, found, domain, most]) =>
      `${file} has opset ${found} of the domain ${domain}, but at most ${most} is supported: export the model with ` +
      `target_opset=${most} (skl2onnx, onnxmltools) or opset_version=${most} (torch.onnx.export).`,
  ],
  [
    /No opset import for domain '([^']+)'|([\w.]+):\w+\(-?\d+\) is not a registered function\/op/,
    (file, [, imported, registered]) =>
      `${file} has a node of the domain ${imported ?? registered}, which is not supported: export the model with operators of ` +
      "the domains ai.onnx and ai.onnx.ml only.",
  ],
  [
    /No Op registered for (\S+) with domain_version of (\d+)/,
    (file, [, operator, opset]) =>
      `${file} has a node ${operator}, which opset ${opset} does not have: export the model with the opset that its nodes are ` +
      "made for (target_opset= or opset_version=).",
  ],
  [
    /Could not find an implementation for (\w+)\((\d+)\)/,
    (file, [, operator]) =>
      `${file} has a node ${operator} for which onnxruntime has no CPU kernel of its types: export the model in float32.`,
  ],
];

function whyNotLoaded(file: string, reason: string): string {
  for (const [pattern, sentence] of REASONS) {
    const match = pattern.exec(reason);
    if (match) return sentence(file, match);
  }
  return `${file} is not a model that onnxruntime loads: ${reason}`;
}
