// What is read from the declarations of the installed SDKs.
import { describe, expect, test } from "vitest";
import { findSdk, placeOf, resourceTypes, type Sdk } from "./sdk.ts";
import { describeShape } from "./shape.ts";
import { loadSchema } from "./type-schema.ts";

function sdkOf(name: string): Sdk {
  const sdk = findSdk(name);
  if (sdk === undefined) throw new Error(`@pulumi/${name} is not installed`);
  return sdk;
}

async function schemaOf(token: string) {
  const [name = ""] = token.split(":");
  const schema = await loadSchema(sdkOf(name), token);
  if (schema === undefined) throw new Error(`${token} is no type`);
  return schema;
}

test("an input's type, whether it is required, and whether a change makes a new object", async () => {
  const { inputs, outputs, definitions } = await schemaOf("aws:lambda/function:Function");
  expect(inputs["role"]).toEqual({ shape: { kind: "string" }, required: true, forcesNew: false });
  expect(inputs["memorySize"]).toMatchObject({ shape: { kind: "number" }, required: false });
  expect(inputs["code"]?.shape).toEqual({ kind: "archive" });
  expect(inputs["arn"]).toBeUndefined();
  expect(outputs["arn"]).toMatchObject({ shape: { kind: "string" }, required: true });
  expect(outputs["description"]?.required).toBe(false);
  expect(definitions["lambda.FunctionVpcConfig"]?.["subnetIds"]).toMatchObject({
    shape: { kind: "list", items: { kind: "string" } },
    required: true,
  });
  const repository = await schemaOf("aws:ecr/repository:Repository");
  expect(repository.inputs["encryptionConfigurations"]?.shape).toEqual({
    kind: "list",
    items: { kind: "object", definition: "ecr.RepositoryEncryptionConfiguration" },
  });
  expect((await schemaOf("gcp:artifactregistry/repository:Repository")).inputs["repositoryId"]?.required).toBe(true);
});

test.each([
  ["aws:iam/role:Role", "assumeRolePolicy", "a string or an object"],
  ["aws:lambda/permission:Permission", "function", "a string"],
  ["aws:alb/loadBalancer:LoadBalancer", "ipAddressType", "a string"],
  [
    "aws:s3/bucketObject:BucketObject",
    "source",
    "an asset (pulumi.asset.FileAsset) or an archive (pulumi.asset.FileArchive)",
  ],
  ["kubernetes:apps/v1:Deployment", "apiVersion", '"apps/v1"'],
  ["aws:lambda/function:Function", "tags", "a map of strings"],
  ["aws:ec2/instance:Instance", "tenancy", "a string"],
  ["aws:route53/record:Record", "aliases", "a list of objects"],
])("%s takes for %s %s", async (token, input, form) => {
  const { inputs } = await schemaOf(token);
  expect(inputs[input] && describeShape(inputs[input].shape)).toBe(form);
});

test("an enumeration alone takes its values and no other", async () => {
  const { inputs } = await schemaOf("aws:autoscaling/group:Group");
  const metrics = inputs["enabledMetrics"]?.shape;
  expect(metrics && describeShape(metrics)).toMatch(/^a list of "GroupMinSize" or .* or one of \d+ others$/);
});

describe.each(["aws", "gcp", "kubernetes"])("@pulumi/%s", (name) => {
  test("has a declaration for every type that its classes name", () => {
    const sdk = sdkOf(name);
    const types = resourceTypes(sdk);
    expect(types.length).toBeGreaterThan(500);
    expect(types.filter(({ type }) => placeOf(sdk, type).file === undefined)).toEqual([]);
  });
});
