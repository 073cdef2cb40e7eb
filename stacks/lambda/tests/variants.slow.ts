import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { changesOf, describeVariants } from "@modelport/target-suite";
import { expect, onTestFinished, test } from "vitest";
import { suite } from "./suite.testing.ts";
import { lambda } from "../target.ts";

await describeVariants(lambda, suite, artifactsForTests);

const noEngine = (await whyNoOffline()) !== undefined;

test.skipIf(noEngine)(
  "an image takes the zip's place behind an API without a gap",
  async () => {
    const engine = await openOfflineEngine();
    onTestFinished(() => engine.dispose());
    const stack = "lambda-test";
    const environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    const up = async (settings: Readonly<Record<string, string>>) => {
      await engine.configure(stack, { "aws:region": "us-east-1", endpoint: "http-api", ...settings });
      const run = await engine.up(stack, environment);
      expect(run.code, run.output).toBe(0);
      return { output: run.output, url: (await engine.outputs(stack))["url"] };
    };
    const zip = await up({});
    const image = await up({ package: "image" });
    expect(image.url).toBe(zip.url);
    const firstDeletion = image.output.indexOf(" deleting original");
    expect(image.output.indexOf(`Integration ${stack}-integration updated`)).toBeLessThan(firstDeletion);
    for (const replaced of [`Alias ${stack}-live`, `Permission ${stack}-api-may-invoke`])
      expect(image.output.indexOf(`${replaced} created replacement`), replaced).toBeLessThan(firstDeletion);
  },
  120_000,
);

test.skipIf(noEngine)("an image of a stack whose provider assumes a role is refused at preview", async () => {
  const engine = await openOfflineEngine();
  onTestFinished(() => engine.dispose());
  const role = { roleArn: "arn:aws:iam::123456789012:role/deployer" };
  await engine.configure("lambda-role", { "aws:region": "eu-west-1", "aws:assumeRoles": [role], package: "image" });
  const { code, output } = await engine.preview("lambda-role", {
    MODELPORT_ARTIFACTS_DIR: await artifactsForTests(),
  });
  expect(code).not.toBe(0);
  expect(output).toContain(
    "has a problem: aws:assumeRoles is read by Pulumi's provider only, so that the image would be pushed with another account",
  );
});

test.skipIf(noEngine)(
  "an image is pushed before the function names it by its digest, and in a VPC the role goes last",
  async () => {
    const engine = await openOfflineEngine();
    onTestFinished(() => engine.dispose());
    const stack = "lambda-image";
    const environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    const inVpc = { subnetIds: ["subnet-0a1b"], securityGroupIds: ["sg-0a1b"] };
    await engine.configure(stack, { "aws:region": "eu-west-1", package: "image", ...inVpc, keepVersions: 3 });
    expect((await engine.up(stack, environment)).code).toBe(0);
    const resources = await engine.resources(stack);
    const named = (name: string) => resources.find((resource) => resource.name === `${stack}-${name}`);
    const reference = named("images-image")?.outputs["reference"];
    expect(reference).toMatch(/@sha256:[0-9a-f]{64}$/);
    expect(named("model")?.inputs).toMatchObject({ packageType: "Image", imageUri: reference });
    const nextModel = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests({ modelVersion: "1.0.1" }) };
    expect(changesOf(await engine.up(stack, nextModel), stack)).toEqual({
      "images-image": "update",
      model: "update environment.variables.MODELPORT_ARTIFACT_DIGEST, imageUri",
      live: "update functionVersion",
      versions: "update",
    });
    const { output } = await engine.destroy(stack, nextModel);
    expect(await engine.cloud(stack)).toEqual([]);
    // Lambda frees the network interfaces, for which the group waits, with the rights of the role.
    const order = ["model", "interfaces", "role-vpc", "role"].map((name) => output.indexOf(`${stack}-${name} deleted`));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  },
  120_000,
);
