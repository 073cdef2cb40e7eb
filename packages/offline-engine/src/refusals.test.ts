// Refusals that pass through the engine: from the classes of the SDK to a sentence that a person reads.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOfflineEngine, whyNoOffline, type OfflineEngine, type StackSettings } from "./index.ts";

const project = path.join(import.meta.dirname, "..", "fixtures", "program");
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the refusals of the offline engine: ${reason}`);

const STACK = "refused";
let engine: OfflineEngine;

/** The sentences of a run that must fail. */
async function refused(settings: StackSettings, command: "preview" | "up" = "preview"): Promise<readonly string[]> {
  await engine.configure(STACK, settings);
  const run = await engine[command](STACK);
  expect(run.code, run.output).not.toBe(0);
  return run.diagnostics.filter((sentence) => !/^(preview|update) failed$/.test(sentence)).toSorted();
}

describe.skipIf(reason !== undefined)("the offline engine refuses", () => {
  beforeAll(async () => {
    engine = await openOfflineEngine({ project });
  });
  afterAll(() => engine.dispose());

  test("misspelt, missing and wrong inputs, which the classes of the SDK would drop or stop at", async () => {
    const functionInputs = { timout: 30, memorySize: "1024MB", role: null, environment: { variabels: { A: "b" } } };
    const type = "aws:lambda/function:Function `function`:";
    expect(await refused({ clouds: ["aws"], functionInputs })).toEqual([
      `${type} environment.variabels is not an input; did you mean variables, a map of strings?`,
      `${type} memorySize is "1024MB" (string), but must be a number.`,
      `${type} role is missing; it must be a string.`,
      `${type} timout is not an input; did you mean timeout, a number?`,
    ]);
  });

  test("a function call that has no stand-in", async () => {
    const invoke = { token: "aws:ec2/getAmi:getAmi", inputs: { mostRecent: true } };
    const [sentence] = await refused({ clouds: ["invoke"], invoke });
    expect(sentence).toContain(
      "the stand-in for aws does not answer aws:ec2/getAmi:getAmi: add an answer to packages/offline-engine/src/provider/invokes, or do not call it.",
    );
  });

  test("a name that another stack has taken; and shows no secret, which the cloud gets in plain text", async () => {
    const settings = { clouds: ["aws"], bucketInputs: { bucket: "taken" } };
    const environment = { variables: { TOKEN: "hunter2" } };
    await engine.configure("first", { ...settings, secretInputs: { environment } });
    const up = await engine.up("first");
    expect(up.code, up.output).toBe(0);
    expect(up.loadedSdks).toEqual(["@pulumi/aws", "@pulumi/pulumi"]);
    const exported = await engine.run("first", ["stack", "export"]);
    expect(up.output + exported.output).not.toContain("hunter2");
    const objects = await engine.cloud("first");
    expect(objects.find(({ name }) => name === "function")?.outputs["environment"]).toEqual(environment);
    expect(await refused(settings, "up")).toEqual([
      'aws:s3/bucket:Bucket "taken" exists already (store of the stack first made it): choose another name.',
    ]);
  });
});
