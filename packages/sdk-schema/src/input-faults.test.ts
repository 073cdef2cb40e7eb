// What is wrong with inputs, as a person reads it.
import { expect, test } from "vitest";
import { inputFaults } from "./input-faults.ts";
import { sealed, UNKNOWN } from "./wire.ts";

const FUNCTION = "aws:lambda/function:Function";

test("a misspelt input, a missing one, one of another type, and the same deeper down", async () => {
  const inputs = {
    timout: 30,
    memorySize: "1024MB",
    environment: { variabels: { A: "b" } },
    vpcConfig: { subnetIds: "subnet-1" },
    fileSystemConfig: { arn: "arn:aws:elasticfilesystem:eu-west-1:123456789012:access-point/fsap-1" },
    ephemeralStorage: { size: true },
    loggingConfig: { logFormat: ["JSON"] },
  };
  expect((await inputFaults(FUNCTION, inputs)).toSorted()).toEqual([
    "environment.variabels is not an input; did you mean variables, a map of strings?",
    "ephemeralStorage.size is true (boolean), but must be a number.",
    "fileSystemConfig.localMountPath is missing; it must be a string.",
    'loggingConfig.logFormat is ["JSON"] (list), but must be a string.',
    'memorySize is "1024MB" (string), but must be a number.',
    "role is missing; it must be a string.",
    "timout is not an input; did you mean timeout, a number?",
    "vpcConfig.securityGroupIds is missing; it must be a list of strings.",
    'vpcConfig.subnetIds is "subnet-1" (string), but must be a list of strings.',
  ]);
});

test("an output that is given as an input", async () => {
  const inputs = { role: UNKNOWN, arn: "arn:aws:lambda:eu-west-1:123456789012:function:mine" };
  expect(await inputFaults(FUNCTION, inputs)).toEqual(["arn is an output, not an input: leave it out."]);
});

test("a secret is judged and not shown", async () => {
  expect(await inputFaults(FUNCTION, { role: sealed("hunter2"), memorySize: sealed("hunter2") })).toEqual([
    "memorySize is [secret] (string), but must be a number.",
  ]);
});

test("wrong values of Google Cloud", async () => {
  const inputs = {
    location: "europe-west1",
    template: { containers: [{ image: "a", ports: { containerPort: "8000" } }], scaling: { maxInstances: 3 } },
    deletionProtection: "no",
  };
  expect((await inputFaults("gcp:cloudrunv2/service:Service", inputs)).toSorted()).toEqual([
    'deletionProtection is "no" (string), but must be a boolean.',
    'template.containers[0].ports.containerPort is "8000" (string), but must be a number.',
    "template.scaling.maxInstances is not an input; it may be one of: concurrencyUtilization, cpuUtilization, maxInstanceCount, minInstanceCount.",
  ]);
});

test("wrong values of Kubernetes", async () => {
  const spec = { replicas: "2", template: { spec: { containers: [{ image: "a", ports: [{}] }] } }, selector: {} };
  expect(await inputFaults("kubernetes:apps/v1:Deployment", { spec })).toEqual([
    'spec.replicas is "2" (string), but must be a number.',
    "spec.template.spec.containers[0].ports[0].containerPort is missing; it must be a number.",
    "spec.template.spec.containers[0].name is missing; it must be a string.",
  ]);
});

test("a type that the SDK does not have, or whose SDK is not installed", async () => {
  expect(await inputFaults("aws:lambda/fnction:Fnction", {})).toEqual([
    "@pulumi/aws 7.48.0 has no such type; its module has Alias, CapacityProvider, CodeSigningConfig, CoreNetworkConnector, EventSourceMapping, Function, FunctionEventInvokeConfig, FunctionRecursionConfig, FunctionScalingConfig, FunctionUrl, Invocation, LayerVersion and others.",
  ]);
  expect(await inputFaults("nowhere:a/b:C", {})).toEqual([
    "the SDK that declares it is not installed: run npm install @pulumi/nowhere.",
  ]);
});

test("kinds of others are taken in Kubernetes, and misspelled ones of its own groups are not", async () => {
  for (const type of ["networking.gke.io/v1:GCPBackendPolicy", "gateway.networking.k8s.io/v1:HTTPRoute"]) {
    expect(await inputFaults(`kubernetes:${type}`, { spec: {} })).toEqual([]);
  }
  for (const type of ["apps/v1:Deploymnt", "networking.k8s.io/v1:Ingres"]) {
    expect((await inputFaults(`kubernetes:${type}`, { spec: {} })).join()).toContain("has no such type");
  }
});
