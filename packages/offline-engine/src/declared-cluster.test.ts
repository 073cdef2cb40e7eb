// A program that declares a cluster and objects in it, with a provider whose kubeconfig is known only after the cluster is made.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOfflineEngine, whyNoOffline, type OfflineEngine } from "./index.ts";

const project = path.join(import.meta.dirname, "..", "fixtures", "program");
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, a declared cluster under the offline engine: ${reason}`);

const stack = "cluster";
let engine: OfflineEngine;

describe.skipIf(reason !== undefined)("a cluster that the program declares", () => {
  beforeAll(async () => {
    engine = await openOfflineEngine({ project });
    await engine.configure(stack, { clouds: ["cluster"], "aws:region": "eu-west-1" });
  });
  afterAll(() => engine.dispose());

  test("is made before what is in it, and previewed with it", async () => {
    const preview = await engine.preview(stack);
    expect(preview.code, preview.output).toBe(0);
    expect(engine.tree(preview)).toMatchInlineSnapshot(`
      "+  pulumi:pulumi:Stack offline-fixture-cluster  create
      +  ├─ aws:eks/cluster:Cluster cluster           create
      +  ├─ kubernetes:core/v1:Service open           create
      +  └─ pulumi:providers:kubernetes inside        create"
    `);
    const up = await engine.up(stack);
    expect(up.code, up.output).toBe(0);
    expect((await engine.outputs(stack))["address"]).toMatch(/^k8s-default-open.*\.elb\.eu-west-1\.amazonaws\.com$/);
    const again = await engine.up(stack);
    expect(again.steps.filter(({ op }) => op !== "same")).toEqual([]);
  });

  test("outlives what is in it", async () => {
    const { code, output } = await engine.destroy(stack);
    expect(code, output).toBe(0);
    expect(await engine.cloud(stack)).toEqual([]);
  });

  test("that somebody deletes takes the objects with it, which the provider says", async () => {
    await engine.up(stack);
    await engine.deleteOutside(stack, "cluster");
    const { code, output } = await engine.destroy(stack);
    expect(code).not.toBe(0);
    expect(output).toContain(
      "configured Kubernetes cluster is unreachable. If the cluster was deleted, you can remove",
    );
  });
});
