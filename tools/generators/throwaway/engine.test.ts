import path from "node:path";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { type OfflineEngine, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, throwaway under the real engine: ${reason}`);

const stack = "throwaway-test";
const region = { "aws:region": "us-east-1" };

describe.skipIf(reason !== undefined)("throwaway under the real engine", { timeout: 120_000 }, () => {
  let engine: OfflineEngine;
  let environment: Readonly<Record<string, string>>;

  beforeAll(async () => {
    environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    engine = await openOfflineEngine({ project: path.resolve(import.meta.dirname, "../..") });
    await engine.configure(stack, region);
  }, 120_000);

  afterAll(() => engine.dispose());

  /** Runs an `up` that must succeed, and says what it did beside nothing. */
  async function up(): Promise<readonly string[]> {
    const run = await engine.up(stack, environment);
    expect(run.code, run.output).toBe(0);
    console.log(engine.tree(run));
    return run.steps
      .filter(({ op, type }) => op !== "same" && !/^(?:pulumi|modelport):/.test(type))
      .map(({ op, name, diff = [] }) => [op, name.replace(stack, ""), ...diff].join(" ").trim());
  }

  test("up makes everything, and nothing the second time", async () => {
    expect(await up()).toEqual(
      ["-logs", "-role", "-role-logs", "-model", "-url", "-may-ask", "-may-invoke"].map((name) => `create ${name}`),
    );
    expect(await up()).toEqual([]);
  });

  test("a setting that the log group takes updates it alone", async () => {
    await engine.configure(stack, { ...region, logRetentionDays: 7 });
    expect(await up()).toEqual(["update -logs retentionInDays"]);
  });

  test("a setting that the log group does not take replaces it, and tells who points to it", async () => {
    await engine.configure(stack, { ...region, logRetentionDays: 7, logGroupClass: "INFREQUENT_ACCESS" });
    expect(await up()).toEqual([
      "replace -logs logGroupClass",
      "update -role-logs policy",
      "update -model loggingConfig.logGroup",
    ]);
  });

  test("what was deleted from outside is missed by refresh, and made again", async () => {
    await engine.deleteOutside(stack, `${stack}-url`);
    const refreshed = await engine.refresh(stack, environment);
    expect(refreshed.code, refreshed.output).toBe(0);
    console.log(engine.tree(refreshed));
    expect(refreshed.steps.filter(({ op }) => op === "delete").map(({ name }) => name)).toEqual([`${stack}-url`]);
    expect(await up()).toEqual(["create -url"]);
  });

  test("destroy leaves nothing", async () => {
    const run = await engine.destroy(stack, environment);
    expect(run.code, run.output).toBe(0);
    console.log(engine.tree(run));
    expect(await engine.cloud(stack)).toEqual([]);
  });
});
