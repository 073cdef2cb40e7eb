// The official builds of onnxruntime report to their vendor since 1.29: a name is looked up, a device id and a database are
// kept under HOME, a shell is started (microsoft/onnxruntime pull 27379). The library reads this variable when it loads.
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
