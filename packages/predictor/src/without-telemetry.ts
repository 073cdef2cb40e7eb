// Since 1.29, official builds of onnxruntime report to their vendor: they look up a name, keep a device id and a
// database under HOME, and start a shell (microsoft/onnxruntime pull 27379). The library reads this variable when it
// loads.
import { isMainThread } from "node:worker_threads";

const OFF = "1";

// In a worker thread process.env is a copy, which the library's getenv never sees.
if (!isMainThread && process.env["ORT_DISABLE_TELEMETRY"] !== OFF) {
  throw new Error(
    "onnxruntime would send telemetry from this worker thread, which cannot change the environment of its process: " +
      "set ORT_DISABLE_TELEMETRY=1 before the thread starts.",
  );
}
process.env["ORT_DISABLE_TELEMETRY"] = OFF;
