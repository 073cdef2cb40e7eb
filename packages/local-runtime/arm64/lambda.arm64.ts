// The arm64 zip as shipped, on an emulated Graviton2 without the CPU lists, which Lambda's sandbox lacks. Older
// versions of onnxruntime aborted there (https://github.com/microsoft/onnxruntime/issues/10038, fixed by pull request
// 28230).
import { readFileSync } from "node:fs";
import path from "node:path";
import { readArtifacts } from "@modelport/packaging";
import { describe, expect, onTestFinished, test } from "vitest";
import { confinementLack, eventShapes, startLambdaEmulator } from "../src/index.ts";
import { emulatedNode, emulationLack } from "./emulated-node.ts";

const ROOT = path.join(import.meta.dirname, "../../..");
const DIST = path.join(ROOT, "apps/inference-api/dist");

const lack = emulationLack() ?? confinementLack();
if (lack !== undefined) process.stderr.write(`\nSKIPPED, the zip on arm64: ${lack}\n\n`);

describe.skipIf(lack !== undefined)("the arm64 zip", () => {
  test("loads without CPU lists, and gives the golden scores", async () => {
    const zip = readArtifacts(DIST).artifacts.find(
      ({ kind, platform }) => kind === "lambda-zip" && platform === "linux-arm64",
    );
    const golden = JSON.parse(readFileSync(path.join(ROOT, "model/golden.json"), "utf8")) as {
      rows: { instance: object; score: number }[];
    };
    const { output } = JSON.parse(readFileSync(path.join(ROOT, "model/manifest.json"), "utf8")) as {
      output: { name: string; decimals: number };
    };
    const lines: string[] = [];
    const emulator = await startLambdaEmulator({
      zipPath: path.join(DIST, zip?.path ?? ""),
      node: emulatedNode(),
      confinement: "lambda",
      memoryMiB: 1024,
      initSeconds: 120,
      timeoutSeconds: 60,
      maxEnvironments: 1,
      log: (line) => void lines.push(line),
    });
    onTestFinished(() => emulator.stop());
    const shape = eventShapes["function-url"];
    for (const { instance, score } of golden.rows.slice(0, 25)) {
      const headers = { "content-type": "application/json" };
      const request = { method: "POST", path: "/api/v1/predict", headers, body: JSON.stringify(instance) };
      const answer = shape.fromResult((await emulator.invoke(shape.toEvent(request))).payload);
      expect(answer.status).toBe(200);
      const body = JSON.parse(Buffer.from(answer.body).toString("utf8")) as Record<string, number>;
      expect(body[output.name]).toBeCloseTo(score, output.decimals);
    }
    // The library's warnings at each cold start, which the target's README mentions, are not JSON; everything else is.
    const warnings = lines.filter((line) => !line.startsWith("{"));
    expect(warnings.filter((line) => !/cpuinfo|cpuid_info/.test(line))).toEqual([]);
    expect(warnings.length).toBeLessThanOrEqual(9);
    process.stdout.write(`arm64, emulated: init ${emulator.initMs.toFixed(0)} ms, ${warnings.length} warnings\n`);
  });
});
