import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { describeVariants } from "@modelport/target-suite";
import { expect, onTestFinished, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { ecs } from "../target.ts";

// A minute each, so those alone that declare what the others do not; target.test.ts takes all of them to the stand-ins.
await describeVariants(ecs, suite, artifactsForTests, [
  "public",
  "HTTPS for two ranges, with access logs",
  "blue-green, on Spot",
  "four vCPUs, with exec and insights, by VPC endpoints",
]);

const noEngine = (await whyNoOffline()) !== undefined;

/** A stack whose tasks run, and the `up` of a new model that ECS rolls back. */
async function rolledBack(rollbacks: "noticed" | "unnoticed") {
  const stack = "ecs-rollback";
  const engine = await openOfflineEngine();
  onTestFinished(() => engine.dispose());
  const artifactsOf = async (modelVersion: string) => ({
    MODELPORT_ARTIFACTS_DIR: await artifactsForTests({ modelVersion }),
  });
  await engine.configure(stack, { "aws:region": "us-east-1" });
  expect((await engine.up(stack, await artifactsOf("1.0.0"))).code).toBe(0);
  const running = async () => String((await engine.outputs(stack))["taskDefinition"]);
  const first = await running();
  await engine.account({ newTasks: "unhealthy", rollbacks });
  const next = await artifactsOf("1.0.1");
  const up = () => engine.up(stack, next);
  const failed = await up();
  expect(failed.code).not.toBe(0);
  await engine.account({});
  const sentence = `ECS has rolled the deployment back: the service ${stack} runs ${first}`;
  return { first, running, failed, sentence, up, refresh: () => engine.refresh(stack, next) };
}

test.skipIf(noEngine)(
  "a rollback that the provider does not notice fails `pulumi up`, and the next one deploys again",
  async () => {
    const { first, running, failed, sentence, up } = await rolledBack("unnoticed");
    expect(failed.output).toContain(sentence);
    expect((await up()).code).toBe(0);
    expect(await running()).not.toBe(first);
  },
  240_000,
);

test.skipIf(noEngine)(
  "a rollback that it notices fails every `pulumi up` until the stack is refreshed",
  async () => {
    const { first, running, sentence, up, refresh } = await rolledBack("noticed");
    const again = await up();
    expect(again.code).not.toBe(0);
    expect(again.output).toContain(sentence);
    expect((await refresh()).code).toBe(0);
    expect((await up()).code).toBe(0);
    expect(await running()).not.toBe(first);
  },
  240_000,
);
