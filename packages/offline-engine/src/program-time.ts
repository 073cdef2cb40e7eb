// Programs stay plain: what a stack's program costs, beside one that does nothing.
import path from "node:path";
import { openOfflineEngine } from "./engine/open.ts";
import type { OfflineEngine } from "./offline-engine.ts";

const emptyProgram = path.join(import.meta.dirname, "..", "fixtures", "program");
const ROUNDS = 3;

/**
 * CPU time of the stack's program in a preview, in units of that of an empty program with @pulumi/pulumi: of each the
 * least of three, taken in turns, so that a busy machine makes little difference.
 */
export async function programTimeRatio(
  engine: OfflineEngine,
  stack: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const empty = await openOfflineEngine({ project: emptyProgram });
  try {
    const least = { empty: Number.POSITIVE_INFINITY, stack: Number.POSITIVE_INFINITY };
    for (let round = 0; round < ROUNDS; round += 1) {
      least.empty = Math.min(least.empty, await cpuMilliseconds(empty, "empty", {}));
      least.stack = Math.min(least.stack, await cpuMilliseconds(engine, stack, environment));
    }
    return least.stack / least.empty;
  } finally {
    await empty.dispose();
  }
}

async function cpuMilliseconds(
  engine: OfflineEngine,
  stack: string,
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const { code, output, programCpuMilliseconds } = await engine.preview(stack, environment);
  if (code !== 0 || programCpuMilliseconds === 0) throw new Error(output.trim());
  return programCpuMilliseconds;
}
