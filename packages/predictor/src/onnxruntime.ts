// The only place that loads onnxruntime, so that telemetry is always off before: imports are evaluated in order.
import "./without-telemetry.ts";

export { InferenceSession, Tensor } from "onnxruntime-node";
