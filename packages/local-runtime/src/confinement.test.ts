import { once } from "node:events";
import { expect, test } from "vitest";
import { lambdaZip } from "../fixtures/artifacts.ts";
import { confinementLack } from "./confinement.ts";
import { startLambdaEmulator } from "./lambda-emulator.ts";

// Where a function can be confined, `npx nx run local-runtime:test:confined` shows that it is.
const isConfinable = confinementLack() === undefined;
if (isConfinable) console.warn("SKIPPED, a function without confinement: this machine can confine functions.");

test.skipIf(isConfinable)("a function that cannot be confined runs without, after a warning", async () => {
  const warned = once(process, "warning");
  const { path } = await lambdaZip("export const handler = async () => 'served';");
  const emulator = await startLambdaEmulator({ zipPath: path, confinement: "lambda" });
  expect(await emulator.invoke({})).toEqual({ payload: "served" });
  await emulator.stop();
  const [warning] = (await warned) as [Error];
  expect(warning.message).toBe(confinementLack());
  expect(warning.message).toMatch(/^A function cannot be confined as Lambda confines it, because .*: .*\.$/);
});
