// The stand-in without the engine: names, ids, protections and what it answers.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { REGISTRY, standIn } from "./stand-in.testing.ts";
import { sealed, UNKNOWN, type Values } from "@modelport/sdk-schema/wire";

test("a name that nobody gave ends in digits, stays through changes, and is another one beside a living object", async () => {
  const { provider, urn, make } = standIn("aws", { region: "eu-west-1" });
  const type = "aws:cloudwatch/logGroup:LogGroup";
  const { inputs } = await make(type, "logs", {});
  expect(inputs).toEqual({ name: expect.stringMatching(/^logs-[0-9a-f]{7}$/), __defaults: ["name"] });
  const again = await provider.check(urn(type, "logs"), inputs, { retentionInDays: 7 });
  expect(again.inputs["name"]).toBe(inputs["name"]);
  const beside = await provider.check(urn(type, "logs"), {}, {});
  expect(beside.inputs["name"]).toMatch(/^logs-[0-9a-f]{7}$/);
  expect(beside.inputs["name"]).not.toBe(inputs["name"]);
  const prefixed = await provider.check(urn(type, "logs"), {}, { namePrefix: "team/" });
  expect(prefixed.inputs["name"]).toMatch(/^team\/[0-9a-f]{7}$/);
});

test("a name that somebody gave goes before a new object of it is made; a made-up one does not", async () => {
  const { provider, urn } = standIn("aws");
  const diff = (olds: Values, news: Values) =>
    provider.diff(urn("aws:iam/role:Role", "role"), { olds, oldInputs: olds, news });
  const given = { name: "mine", path: "/", assumeRolePolicy: "{}" };
  expect(await diff(given, { ...given, path: "/team/" })).toMatchObject({ deleteBeforeReplace: true });
  const madeUp = { ...given, __defaults: ["name"] };
  const replaced = await diff(madeUp, { ...madeUp, path: "/team/" });
  expect(replaced).toEqual({
    changes: [{ path: "path", keys: ["path"], kind: "update", replaces: true }],
    deleteBeforeReplace: false,
  });
});

test("a function call with an argument of another type is refused", async () => {
  const { provider } = standIn("aws");
  expect(await provider.invoke("aws:ec2/getSubnet:getSubnet", { id: 5 })).toEqual({
    failures: ["aws:ec2/getSubnet:getSubnet: id is 5 (number), but must be a string."],
  });
});

test("a policy may be an object, and becomes its JSON", async () => {
  const { provider, urn } = standIn("aws");
  const policy = (statement: Values) => ({ Version: "2012-10-17", Statement: [statement] });
  const check = async (assumeRolePolicy: Values) => {
    const { inputs } = await provider.check(urn("aws:iam/role:Role", "role"), {}, { assumeRolePolicy });
    return inputs["assumeRolePolicy"];
  };
  expect(await check(policy({ Effect: "Allow" }))).toBe('{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}');
  expect(await check(policy({ Effect: "Allow", Resource: UNKNOWN }))).toBe(UNKNOWN);
});

test("a repository of AWS with an image in it stays, unless it may be emptied; Google's goes with its images", async () => {
  const aws = standIn("aws", { region: "eu-west-1" });
  const type = "aws:ecr/repository:Repository";
  const { id, outputs } = await aws.make(type, "images", { name: "shop" });
  expect(outputs["repositoryUrl"]).toBe(`${REGISTRY}/123456789012.dkr.ecr.eu-west-1/shop`);
  const put = (registryFolder: string, repository: string) => {
    const folder = path.join(registryFolder, repository, "_manifests");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `sha256-${"0".repeat(64)}`), "{}");
  };
  put(aws.registryFolder, "123456789012.dkr.ecr.eu-west-1/shop");
  await expect(aws.provider.delete(aws.urn(type, "images"), id, {})).rejects.toThrow(
    "aws:ecr/repository:Repository shop is not deleted while it holds 1 image: delete them first, or set forceDelete to true.",
  );
  const google = standIn("gcp", { project: "p", region: "us-central1" });
  const repository = "gcp:artifactregistry/repository:Repository";
  const made = await google.make(repository, "images", {
    repositoryId: "shop",
    format: "DOCKER",
    location: "us-east1",
  });
  expect(made.outputs["registryUri"]).toBe(`${REGISTRY}/us-east1-docker.pkg.dev/p/shop`);
  put(google.registryFolder, "us-east1-docker.pkg.dev/p/shop/app");
  await google.provider.delete(google.urn(repository, "images"), made.id, made.outputs);
  await google.provider.delete(google.urn(repository, "images"), made.id, made.outputs);
  expect(google.cloud.all()).toEqual([]);
});

test("what others need, and what is locked, is not deleted", async () => {
  const { provider, urn, make } = standIn("aws");
  const vpc = await make("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
  const subnet = await make("aws:ec2/subnet:Subnet", "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  await expect(provider.delete(urn("aws:ec2/vpc:Vpc", "net"), vpc.id, vpc.outputs)).rejects.toThrow(
    `aws:ec2/vpc:Vpc ${vpc.id} is not deleted while aws:ec2/subnet:Subnet ${subnet.id} needs it: delete that first.`,
  );
  const logs = await make("aws:cloudwatch/logGroup:LogGroup", "logs", {
    name: "logs",
    deletionProtectionEnabled: true,
  });
  await expect(provider.delete(urn("aws:cloudwatch/logGroup:LogGroup", "logs"), logs.id, logs.outputs)).rejects.toThrow(
    "aws:cloudwatch/logGroup:LogGroup logs is not deleted while deletionProtectionEnabled is true: set deletionProtectionEnabled to false, run `pulumi up`, then again.",
  );
});

test("what is protected where nothing says otherwise is not deleted", async () => {
  const { make, remove } = standIn("gcp", { project: "p" });
  const type = "gcp:cloudrunv2/service:Service";
  const service = await make(type, "service", { location: "europe-west1", template: {} });
  await expect(remove(type, "service", service)).rejects.toThrow(
    `${type} ${service.id} is not deleted while deletionProtection is true, its default: set deletionProtection to false, run \`pulumi up\`, then again.`,
  );
});

test("arguments of a function call are judged too", async () => {
  const token = "aws:ec2/getSubnets:getSubnets";
  const { failures } = await standIn("aws").provider.invoke(token, { filters: [{ name: "vpc-id", values: "vpc-1" }] });
  expect(failures).toEqual([`${token}: filters[0].values is "vpc-1" (string), but must be a list of strings.`]);
});

test("the provider's own inputs are judged too, and its default tags are on everything", async () => {
  const { provider, make } = standIn("aws", { region: "eu-west-1", defaultTags: '{"tags":{"team":"shop"}}' });
  const { failures } = await provider.checkConfig({ regoin: "eu-west-1", maxRetries: '"many"', version: "7.48.0" });
  expect(failures).toEqual([
    "regoin is not an input; did you mean region, a string?",
    'maxRetries is "many" (string), but must be a number.',
  ]);
  const { outputs } = await make("aws:sns/topic:Topic", "alarms", { name: "alarms", tags: { a: "b" } });
  expect(outputs).toMatchObject({
    arn: "arn:aws:sns:eu-west-1:123456789012:alarms",
    tagsAll: { team: "shop", a: "b" },
  });
});

test("a version of a function is published with its code and configuration, and not with its tags", async () => {
  const { provider, urn, make } = standIn("aws");
  const type = "aws:lambda/function:Function";
  const { id, inputs, outputs } = await make(type, "model", { role: "arn", publish: true, memorySize: 512 });
  expect(outputs).toMatchObject({ version: "1", qualifiedArn: expect.stringMatching(/:1$/) });
  const change = (news: Values, preview: boolean) =>
    provider.update(urn(type, "model"), id, { olds: outputs, oldInputs: inputs, news }, preview);
  expect(await change({ ...inputs, memorySize: 1024 }, true)).toMatchObject({ version: UNKNOWN, arn: outputs["arn"] });
  expect(await change({ ...inputs, tags: { a: "b" } }, true)).toMatchObject({ version: "1" });
  expect(await change({ ...inputs, memorySize: 1024 }, false)).toMatchObject({ version: "2", arn: outputs["arn"] });
});

test("a secret of Kubernetes is encoded as an API server does, and stays secret", async () => {
  const { make } = standIn("kubernetes");
  const { id, outputs } = await make("kubernetes:core/v1:Secret", "token", {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "token", namespace: "shop" },
    stringData: sealed({ token: "hunter2" }),
  });
  expect(id).toBe("shop/token");
  expect(outputs["data"]).toEqual(sealed({ token: Buffer.from("hunter2").toString("base64") }));
  expect(outputs["metadata"]).toMatchObject({ name: "token", generation: 1 });
});

test("an object of a custom resource definition is taken as it is; a kind that Kubernetes does not have is not", async () => {
  const { provider, urn } = standIn("kubernetes");
  const custom = { apiVersion: "serving.kserve.io/v1beta1", kind: "InferenceService", metadata: { name: "m" } };
  const type = "kubernetes:serving.kserve.io/v1beta1:InferenceService";
  expect((await provider.check(urn(type, "m"), {}, custom)).failures).toEqual([]);
  const { failures } = await provider.check(urn("kubernetes:apps/v1:Deploiment", "m"), {}, {});
  expect(failures[0]).toMatch(/^@pulumi\/kubernetes 4\.34\.2 has no such type; its module has ControllerRevision, /);
});
