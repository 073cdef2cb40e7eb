// The life of a small program on AWS, Google Cloud and Kubernetes, from the first `up` to `destroy`.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOfflineEngine, whyNoOffline, type OfflineEngine, type OfflineRun, type StackSettings } from "./index.ts";

const project = path.join(import.meta.dirname, "..", "fixtures", "program");
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the offline engine: ${reason}`);

const settings: StackSettings = {
  clouds: ["aws", "gcp", "kubernetes"],
  serviceInputs: { deletionProtection: false },
  "aws:region": "eu-west-1",
  "gcp:project": "example-project",
};
const stack = "life";
let engine: OfflineEngine;

async function succeed(run: Promise<OfflineRun>): Promise<OfflineRun> {
  const finished = await run;
  expect(finished.code, finished.output).toBe(0);
  expect(finished.diagnostics).toEqual([]);
  return finished;
}

const stepsBut = (run: OfflineRun, op: string) =>
  run.steps
    .filter((step) => step.op !== op)
    .map(({ op: done, name, diff, replaces }) => ({
      op: done,
      name,
      ...(diff && { diff }),
      ...(replaces && { replaces }),
    }));

describe.skipIf(reason !== undefined)("a program under the offline engine", () => {
  beforeAll(async () => {
    engine = await openOfflineEngine({ project });
    await engine.configure(stack, settings);
  });
  afterAll(() => engine.dispose());

  test("preview makes nothing, and says what only a cloud can know", async () => {
    const preview = await succeed(engine.preview(stack));
    expect(engine.tree(preview)).toMatchInlineSnapshot(`
      "+  pulumi:pulumi:Stack offline-fixture-life       create
      +  ├─ aws:iam/role:Role role                      create
      +  ├─ aws:lambda/function:Function function       create
      +  ├─ aws:s3/bucket:Bucket store                  create
      +  ├─ gcp:cloudrunv2/service:Service service      create
      +  ├─ gcp:serviceaccount/account:Account account  create
      +  └─ kubernetes:apps/v1:Deployment web           create"
    `);
    expect(preview.output).toContain('bucketName    : "store-e51df3c"');
    expect(preview.output).toMatch(/functionArn {3}: (\[unknown\]|output<string>)/);
    expect(preview.loadedSdks).toEqual(["@pulumi/aws", "@pulumi/gcp", "@pulumi/kubernetes", "@pulumi/pulumi"]);
    expect(await engine.cloud(stack)).toEqual([]);
  });

  test("up makes it, and a second up finds nothing to do", async () => {
    const up = await succeed(engine.up(stack));
    expect(up.steps.every(({ op }) => op === "create")).toBe(true);
    expect(await engine.outputs(stack)).toEqual({
      bucketName: "store-e51df3c",
      functionArn: "arn:aws:lambda:eu-west-1:123456789012:function:function-b514b1b",
      serviceUri: "https://service-903b2a3-sxfhaztr3x-ew.a.run.app",
      deploymentName: "web-13c47e69",
    });
    expect(stepsBut(await succeed(engine.up(stack)), "same")).toEqual([]);
  });

  test("a change is an update, a new name a new object, and what refers to it follows", async () => {
    await engine.configure(stack, {
      ...settings,
      bucketInputs: { bucket: "shop" },
      functionInputs: { memorySize: 2048 },
      serviceInputs: { deletionProtection: false, location: "us-east1" },
      deploymentSpec: { replicas: 3 },
    });
    expect(stepsBut(await succeed(engine.up(stack)), "same")).toEqual([
      { op: "update", name: "function", diff: ["environment.variables.BUCKET", "memorySize"] },
      { op: "replace", name: "store", diff: ["bucket"], replaces: ["bucket"] },
      { op: "replace", name: "service", diff: ["location"], replaces: ["location"] },
      { op: "update", name: "web", diff: ["spec.replicas"] },
    ]);
    const objects = await engine.cloud(stack);
    expect(objects.find(({ name }) => name === "function")?.outputs).toMatchObject({ memorySize: 2048, version: "2" });
    expect(objects.map(({ id }) => id)).not.toContain("store-e51df3c");
  });

  test("what was deleted from outside is found by a refresh and made again by the next up", async () => {
    await engine.deleteOutside(stack, "function");
    expect(stepsBut(await succeed(engine.refresh(stack)), "same")).toEqual([{ op: "delete", name: "function" }]);
    expect(stepsBut(await succeed(engine.up(stack)), "same")).toEqual([{ op: "create", name: "function" }]);
    await expect(engine.deleteOutside(stack, "nobody")).rejects.toThrow(
      "The cloud has no object of the resource nobody of the stack life.",
    );
  });

  test("what was changed from outside is found by a refresh too, and taken back by the next up", async () => {
    await engine.changeOutside(stack, "function", { memorySize: 512 });
    await succeed(engine.refresh(stack));
    expect(stepsBut(await succeed(engine.up(stack)), "same")).toEqual([
      { op: "update", name: "function", diff: ["memorySize"] },
    ]);
    const objects = await engine.cloud(stack);
    expect(objects.find(({ name }) => name === "function")?.outputs).toMatchObject({ memorySize: 2048 });
  });

  test("destroy leaves nothing in the clouds, and succeeds when somebody was faster", async () => {
    await engine.deleteOutside(stack, "role");
    const destroyed = await succeed(engine.destroy(stack));
    expect(destroyed.steps.every(({ op }) => op === "delete")).toBe(true);
    expect(await engine.cloud(stack)).toEqual([]);
    expect(await engine.resources(stack)).toEqual([]);
  });
});
