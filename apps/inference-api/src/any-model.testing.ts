// Another manifest and ONNX file change the whole contract, without changes in TypeScript: twenty random models.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeInferenceApi, readExpectedModel, writeRandomModel } from "@modelport/contract-tests";
import { prepareModel } from "@modelport/packaging";
import { afterAll } from "vitest";
import { openInProcess } from "./in-process.testing.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

/** Declares the contract's tests for every model: all of them, or a sample. */
export async function describeRandomModels(isSample: boolean): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-any-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  for (const seed of SEEDS) {
    const drawn = join(folder, `drawn-${seed}`);
    const prepared = join(folder, `prepared-${seed}`);
    const { features, output } = await writeRandomModel(drawn, seed);
    const model = await readExpectedModel(drawn);
    await prepareModel(drawn, prepared);
    describeInferenceApi(`seed ${seed}: ${features.length} fields, ${output.kind}`, {
      model,
      isSample,
      capabilities: { metrics: true, batchBytes: 1_000_000 },
      open: () => openInProcess(prepared),
    });
  }
}
