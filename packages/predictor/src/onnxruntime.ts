// The one place that loads onnxruntime, so that nothing loads it with telemetry on: imports run in their order.
import "./without-telemetry.ts";

export { InferenceSession, Tensor } from "onnxruntime-node";
