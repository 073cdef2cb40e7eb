// What `up` does after an update that a cloud refused halfway, under the real engine.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOfflineEngine, whyNoOffline, type OfflineEngine } from "../src/index.ts";

const REFUSED =
  "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's " +
  "UnreservedConcurrentExecution below its minimum value of [10].";

const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, a half-done update under the real engine: ${reason}`);

describe.skipIf(reason !== undefined)("under the real engine", () => {
  const STACK = "half-done";
  let engine: OfflineEngine;
  beforeAll(async () => {
    const project = path.join(import.meta.dirname, "..", "fixtures", "program");
    engine = await openOfflineEngine({ project, account: "new" });
    await engine.configure(STACK, { clouds: ["aws"], functionInputs: { reservedConcurrentExecutions: 5 } });
  });
  afterAll(() => engine.dispose());

  test("the `up` after a failed one is green and changes nothing; with --refresh it is refused again", async () => {
    const limit = async () =>
      (await engine.cloud(STACK)).find(({ name }) => name === "function")?.outputs["reservedConcurrentExecutions"];
    const first = await engine.up(STACK);
    expect(first.code).not.toBe(0);
    expect(first.diagnostics.join("\n")).toContain(REFUSED);
    const second = await engine.up(STACK);
    expect(second.code, second.output).toBe(0);
    expect(await limit()).toBeUndefined();
    const third = await engine.run(STACK, ["up", "--yes", "--skip-preview", "--refresh"]);
    expect(third.code, third.output).not.toBe(0);
    expect(third.output).toContain(REFUSED);
  });
});
