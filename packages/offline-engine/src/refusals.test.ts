// What the stand-ins refuse, as a person reads it.
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openOfflineEngine, whyNoOffline, type OfflineEngine, type StackSettings } from "./index.ts";

const project = path.join(import.meta.dirname, "..", "fixtures", "program");
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the refusals of the offline engine: ${reason}`);

let engine: OfflineEngine;
let stacks = 0;

/** The sentences of a preview that must fail. */
async function refused(settings: StackSettings, command: "preview" | "up" = "preview"): Promise<readonly string[]> {
  const stack = `refused-${(stacks += 1)}`;
  await engine.configure(stack, settings);
  const run = await engine[command](stack);
  expect(run.code, run.output).not.toBe(0);
  return run.diagnostics.filter((sentence) => !/^(preview|update) failed$/.test(sentence)).toSorted();
}

const type = "aws:lambda/function:Function `function`:";

describe.skipIf(reason !== undefined)("the offline engine refuses", () => {
  beforeAll(async () => {
    engine = await openOfflineEngine({ project });
  });
  afterAll(() => engine.dispose());

  test("a misspelt input, a missing one, a string where a number belongs, and the same deeper down", async () => {
    const functionInputs = {
      timout: 30,
      memorySize: "1024MB",
      role: null,
      environment: { variabels: { A: "b" } },
      vpcConfig: { subnetIds: "subnet-1" },
      fileSystemConfig: { arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1" },
      ephemeralStorage: { size: true },
      loggingConfig: { logFormat: ["JSON"] },
    };
    expect(await refused({ clouds: ["aws"], functionInputs })).toEqual([
      `${type} environment.variabels is no input; did you mean variables, a map of strings?`,
      `${type} ephemeralStorage.size is true (boolean), but must be a number.`,
      `${type} fileSystemConfig.localMountPath is missing; it must be a string.`,
      `${type} loggingConfig.logFormat is ["JSON"] (list), but must be a string.`,
      `${type} memorySize is "1024MB" (string), but must be a number.`,
      `${type} role is missing; it must be a string.`,
      `${type} timout is no input; did you mean timeout, a number?`,
      `${type} vpcConfig.securityGroupIds is missing; it must be a list of strings.`,
      `${type} vpcConfig.subnetIds is "subnet-1" (string), but must be a list of strings.`,
    ]);
  });

  test("what only the cloud answers", async () => {
    const functionInputs = { arn: "arn:aws:lambda:eu-west-1:123456789012:function:mine" };
    expect(await refused({ clouds: ["aws"], functionInputs })).toEqual([
      `${type} arn is what the cloud answers, and no input: leave it out.`,
    ]);
  });

  test("wrong values of Google Cloud", async () => {
    const serviceInputs = {
      template: { containers: [{ image: "a", ports: { containerPort: "8000" } }], scaling: { maxInstances: 3 } },
      deletionProtection: "no",
    };
    expect(await refused({ clouds: ["gcp"], serviceInputs })).toEqual([
      'gcp:cloudrunv2/service:Service `service`: deletionProtection is "no" (string), but must be a boolean.',
      'gcp:cloudrunv2/service:Service `service`: template.containers[0].ports.containerPort is "8000" (string), but must be a number.',
      "gcp:cloudrunv2/service:Service `service`: template.scaling.maxInstances is no input; it may be one of: concurrencyUtilization, cpuUtilization, maxInstanceCount, minInstanceCount.",
    ]);
  });

  test("wrong values of Kubernetes", async () => {
    const deploymentSpec = { replicas: "2", template: { spec: { containers: [{ image: "a", ports: [{}] }] } } };
    expect(await refused({ clouds: ["kubernetes"], deploymentSpec })).toEqual([
      'kubernetes:apps/v1:Deployment `web`: spec.replicas is "2" (string), but must be a number.',
      "kubernetes:apps/v1:Deployment `web`: spec.template.spec.containers[0].name is missing; it must be a string.",
      "kubernetes:apps/v1:Deployment `web`: spec.template.spec.containers[0].ports[0].containerPort is missing; it must be a number.",
    ]);
  });

  test("a type that the SDK does not have", async () => {
    const settings = { clouds: ["raw"], raw: { type: "aws:lambda/fnction:Fnction", inputs: {} } };
    expect(await refused(settings)).toEqual([
      "aws:lambda/fnction:Fnction `raw`: @pulumi/aws 7.48.0 has no such type; its module has Alias, CapacityProvider, CodeSigningConfig, CoreNetworkConnector, EventSourceMapping, Function, FunctionEventInvokeConfig, FunctionRecursionConfig, FunctionScalingConfig, FunctionUrl, Invocation, LayerVersion and others.",
    ]);
  });

  test("a question that it has no answer to, and one that is asked wrongly", async () => {
    const unknown = { token: "aws:ec2/getAmi:getAmi", inputs: { mostRecent: true } };
    const [sentence] = await refused({ clouds: ["invoke"], invoke: unknown });
    expect(sentence).toContain(
      "aws:ec2/getAmi:getAmi is a question that the stand-in for aws has no answer to: add one to packages/offline-engine/src/provider/invokes, or do not ask the cloud.",
    );
    const wrong = {
      token: "aws:iam/getPolicyDocument:getPolicyDocument",
      inputs: { statements: [{ actions: "s3:*" }] },
    };
    const [other] = await refused({ clouds: ["invoke"], invoke: wrong });
    expect(other).toContain(
      'aws:iam/getPolicyDocument:getPolicyDocument: statements[0].actions is "s3:*" (string), but must be a list of strings.',
    );
  });

  test("a name that somebody has already, and the end of what is protected", async () => {
    const settings = { clouds: ["aws", "gcp"], bucketInputs: { bucket: "taken" } };
    await engine.configure("first", settings);
    expect((await engine.up("first")).code).toBe(0);
    const refusals = await refused({ ...settings, clouds: ["aws"] }, "up");
    expect(refusals).toEqual([
      'aws:s3/bucket:Bucket "taken" exists already (store of the stack first made it): choose another name.',
    ]);
    const { id } = (await engine.cloud("first")).find(({ name }) => name === "service") ?? {};
    expect((await engine.destroy("first")).diagnostics).toContain(
      `gcp:cloudrunv2/service:Service ${id} is not deleted while deletionProtection is true where it is left out: set deletionProtection to false, run \`pulumi up\`, then again.`,
    );
  });

  test("without a word of what is secret", async () => {
    const functionInputs = { environment: { variables: { TOKEN: "hunter2" } }, memorySize: "hunter2" };
    const stack = "secret";
    await engine.configure(stack, { clouds: ["aws"], secretInputs: functionInputs });
    const preview = await engine.preview(stack);
    expect(preview.diagnostics).toEqual([`${type} memorySize is [secret] (string), but must be a number.`]);
    expect(preview.output).not.toContain("hunter2");
    await engine.configure(stack, { clouds: ["aws"], secretInputs: { environment: functionInputs.environment } });
    const up = await engine.up(stack);
    expect(up.code, up.output).toBe(0);
    const exported = await engine.run(stack, ["stack", "export"]);
    expect(up.output + exported.output).not.toContain("hunter2");
    const objects = await engine.cloud(stack);
    expect(objects.find(({ name }) => name === "function")?.outputs["environment"]).toEqual({
      variables: { TOKEN: "hunter2" },
    });
  });
});
