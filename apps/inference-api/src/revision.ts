import { createHash } from "node:crypto";
import type { Predictor } from "@modelport/predictor";

/**
 * Distinguishes services that may answer the same row differently: SHA-256, in hexadecimal, of the model and of the
 * settings that change its answers. Batches carry it as `X-Model-Revision`, and `GET /model` as `revision`.
 */
export function revisionOf({ model, threshold }: Pick<Predictor, "model" | "threshold">): string {
  const { name, version, onnx, features, output, explanation } = model.manifest;
  // A new threshold gives other labels with the same version and the same ONNX file.
  const decides = { name, version, onnx, features, output, explanation, threshold };
  return createHash("sha256").update(JSON.stringify(decides)).digest("hex");
}
