import { ModelError, type ModelDirectory } from "./model-directory.ts";
import { InferenceSession } from "./onnxruntime.ts";

export async function createSession(model: ModelDirectory, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(model.onnx, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError(
      `${model.manifest.onnx.file} in ${model.path} is not a model that onnxruntime loads: ${reason}`,
    );
  }
}
