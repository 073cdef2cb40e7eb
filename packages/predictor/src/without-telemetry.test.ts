import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, it, onTestFinished } from "vitest";

const ONNXRUNTIME = join(import.meta.dirname, "onnxruntime.ts");
const MODEL = join(import.meta.dirname, "../../../model/model.onnx");

it.each([undefined, "0"])("onnxruntime keeps nothing under HOME, with ORT_DISABLE_TELEMETRY=%s outside", (setting) => {
  const home = mkdtempSync(join(tmpdir(), "modelport-home-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const program = `const { InferenceSession } = await import(${JSON.stringify(ONNXRUNTIME)});
    await InferenceSession.create(${JSON.stringify(MODEL)});`;
  const env = { HOME: home, TMPDIR: home, ...(setting !== undefined && { ORT_DISABLE_TELEMETRY: setting }) };
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], { cwd: home, env });
  expect(readdirSync(home)).toEqual([]);
});

it.each([
  [
    undefined,
    /^onnxruntime would send telemetry from this worker thread, which cannot change the environment of its process: set ORT_DISABLE_TELEMETRY=1 before the thread starts\.$/,
  ],
  ["1", /^loaded$/],
])("a worker thread with ORT_DISABLE_TELEMETRY=%s", async (setting, outcome) => {
  const source = `const { parentPort } = require("node:worker_threads");
    import(${JSON.stringify(join(import.meta.dirname, "without-telemetry.ts"))})
      .then(() => parentPort.postMessage("loaded"), (error) => parentPort.postMessage(error.message));`;
  const worker = new Worker(source, {
    eval: true,
    env: setting === undefined ? {} : { ORT_DISABLE_TELEMETRY: setting },
  });
  const message = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  await worker.terminate();
  expect(message).toMatch(outcome);
});
