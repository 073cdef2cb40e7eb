// The whole program under the real Pulumi engine; AWS is a stand-in that answers, keeps and refuses as AWS does (ADR 0038).
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { type OfflineEngine, type OfflineRun, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const STACK = "lambda-test";
const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, lambda under the real engine: ${reason}`);

type Environment = Readonly<Record<string, string>>;

interface Report {
  readonly artifacts: readonly { readonly kind: string; readonly platform: string; readonly digest: string }[];
}

/** What a run did, but for what it left as it was: an operation, or that and the inputs that changed, by name. */
const changed = ({ steps }: OfflineRun) =>
  Object.fromEntries(
    steps
      .filter(({ op }) => op !== "same")
      .map(({ type, name, op, diff }) => [
        type.startsWith("modelport:") ? `${name} (${type})` : name,
        diff === undefined ? op : [op, ...diff],
      ]),
  );

/** The components whose arguments are others. */
const componentsOf = (...nouns: string[]) =>
  Object.fromEntries(nouns.map((noun) => [`${STACK} (modelport:lambda:${noun})`, "update"]));

describe.skipIf(reason !== undefined)("lambda under the real engine", { timeout: 300_000 }, () => {
  let engine: OfflineEngine;
  let environment: Environment;
  let nextModel: Environment;
  const trees: string[] = [];

  const run = async (title: string, what: () => Promise<OfflineRun>) => {
    const done = await what();
    expect(done.code, done.output).toBe(0);
    trees.push(`## ${title}\n\n${engine.tree(done)}\n`);
    return done;
  };

  const digestIn = async (folder: Environment, wanted: string) => {
    const report = await readFile(path.join(folder["MODELPORT_ARTIFACTS_DIR"] ?? "", "artifacts.json"), "utf8");
    const { artifacts } = JSON.parse(report) as Report;
    return artifacts.find(({ kind, platform }) => kind === wanted && platform === "linux-x64")?.digest;
  };

  const configure = (settings: Readonly<Record<string, string | number | boolean | object>>) =>
    engine.configure(STACK, { "aws:region": "eu-west-1", ...settings });

  beforeAll(async () => {
    engine = await openOfflineEngine();
    environment = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests() };
    nextModel = { MODELPORT_ARTIFACTS_DIR: await artifactsForTests({ modelVersion: "1.0.1" }) };
    await configure({});
  }, 300_000);

  afterAll(async () => {
    const file = process.env["MODELPORT_TREES"];
    if (file) await writeFile(file, `${trees.join("\n")}\n`);
    await engine?.dispose();
  });

  test("a stack in a region that AWS does not have is one sentence, and nothing is begun", async () => {
    await engine.configure("lambda-nowhere", { "aws:region": "eu-west-11" });
    const { code, output } = await engine.up("lambda-nowhere", environment);
    expect(code).not.toBe(0);
    expect(output).toContain('aws:region is "eu-west-11", but AWS has no region of that name: ');
    expect(await engine.cloud("lambda-nowhere")).toEqual([]);
  });

  test("a preview in a new account refuses to set instances aside, and says what limits requests there", async () => {
    await engine.account("new");
    await engine.configure("lambda-new", { "aws:region": "eu-west-1", reservedConcurrency: 5 });
    const { code, output } = await engine.preview("lambda-new", environment);
    await engine.account("used");
    expect(code).not.toBe(0);
    expect(output).toContain("modelport:reservedConcurrency is 5, but this account may run 10 instances at a time");
    expect(output).toContain("take an API with `npx pulumi config set modelport:endpoint http-api --stack lambda-new`");
  });

  test("up makes the function and all around it, and loads no other cloud's SDK", async () => {
    const first = await run("up", () => engine.up(STACK, environment));
    const resources = first.steps.filter(({ type }) => type.startsWith("aws:")).map(({ op, name }) => `${op} ${name}`);
    expect(resources.toSorted()).toEqual(
      [
        "account-may-ask",
        "account-may-invoke",
        "alarm-errors",
        "alarm-p99",
        "alarm-throttles",
        "live",
        "logs",
        "model",
        "role",
        "role-logs",
        "url",
      ].map((name) => `create ${STACK}-${name}`),
    );
    // Else Lambda would make a log group without retention, and start without the right to write into it.
    const began = first.output.indexOf(`${STACK}-model creating`);
    expect(began).toBeGreaterThan(0);
    for (const earlier of ["LogGroup lambda-test-logs", "Role lambda-test-role", "RolePolicy lambda-test-role-logs"]) {
      expect(first.output.slice(0, began), earlier).toContain(`${earlier} created`);
    }
    expect(first.loadedSdks).toEqual(["@pulumi/aws", "@pulumi/pulumi"]);
    const outputs = await engine.outputs(STACK);
    expect(outputs["artifactDigest"]).toBe(await digestIn(environment, "lambda-zip"));
    expect(outputs["predictUrl"]).toBe(`${String(outputs["url"])}/api/v1/predict`);
    expect(outputs["auth"]).toBe("aws-sigv4:eu-west-1:lambda");
  });

  test("a second up, and a preview, change nothing", async () => {
    expect(changed(await run("up again", () => engine.up(STACK, environment)))).toEqual({});
    expect(changed(await engine.preview(STACK, environment))).toEqual({});
  });

  test("a new model changes the function's code and digest, and moves the alias; nothing else", async () => {
    const before = await engine.outputs(STACK);
    const update = await run("up with a new model", () => engine.up(STACK, nextModel));
    expect(changed(update)).toEqual({
      ...componentsOf("Deployment", "InferenceFunction"),
      [`${STACK}-model`]: ["update", "code", "environment.variables.MODELPORT_ARTIFACT_DIGEST", "sourceCodeHash"],
      [`${STACK}-live`]: ["update", "functionVersion"],
    });
    const after = await engine.outputs(STACK);
    expect(after["url"]).toBe(before["url"]);
    expect(after["artifactDigest"]).toBe(await digestIn(nextModel, "lambda-zip"));
    expect(after["version"]).not.toBe(before["version"]);
  });

  test("a changed setting publishes another version of the same code", async () => {
    await configure({ memoryMiB: 2048 });
    const update = await run("up with memoryMiB 2048", () => engine.up(STACK, nextModel));
    expect(changed(update)).toEqual({
      ...componentsOf("Deployment", "InferenceFunction"),
      [`${STACK}-model`]: ["update", "memorySize"],
      [`${STACK}-live`]: ["update", "functionVersion"],
    });
  });

  test("opened to the world it says so, and the account's permissions give way to everybody's", async () => {
    await configure({ memoryMiB: 2048, public: true });
    const update = await run("up with public", () => engine.up(STACK, nextModel));
    expect(update.diagnostics.join("\n")).toContain(
      "modelport:public is true: anyone who can reach the URL can call this model, and you pay for each request;",
    );
    const { [`${STACK}-url`]: url, ...others } = changed(update);
    expect(url).toEqual(["update", "authorizationType"]);
    expect(others).toMatchObject({
      [`${STACK}-anybody-may-ask`]: "create",
      [`${STACK}-anybody-may-invoke`]: "create",
      [`${STACK}-account-may-ask`]: "delete",
      [`${STACK}-account-may-invoke`]: "delete",
    });
    await configure({ memoryMiB: 2048 });
    await run("up, private again", () => engine.up(STACK, nextModel));
  });

  test("a log group that somebody deleted is drift, and comes back", async () => {
    await engine.deleteOutside(STACK, `${STACK}-logs`);
    expect(changed(await run("refresh without the log group", () => engine.refresh(STACK, nextModel)))).toEqual({
      [`${STACK}-logs`]: "delete",
    });
    expect(changed(await run("up after that", () => engine.up(STACK, nextModel)))).toMatchObject({
      [`${STACK}-logs`]: "create",
    });
  });

  test.each([
    ["an HTTP API", { endpoint: "http-api", corsOrigins: ["https://app.example.com"] }, "execute-api"],
    [
      "a REST API",
      {
        endpoint: "rest-api",
        timeoutSeconds: 29,
        throttleRequestsPerSecond: 5,
        throttleBurst: 10,
        corsOrigins: ["https://app.example.com"],
      },
      "execute-api",
    ],
  ])("%s takes the URL's place, and a second up changes nothing", async (title, settings, service) => {
    await configure(settings);
    await run(`up with ${title}`, () => engine.up(STACK, nextModel));
    expect((await engine.outputs(STACK))["auth"]).toBe(`aws-sigv4:eu-west-1:${service}`);
    expect(changed(await engine.up(STACK, nextModel))).toEqual({});
  });

  test("destroy leaves nothing", async () => {
    const { steps } = await run("destroy", () => engine.destroy(STACK, nextModel));
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["delete"]));
    expect(await engine.cloud(STACK)).toEqual([]);
  });

  test("a role that only the provider assumes is refused before anything is made: the image would go with another account", async () => {
    const role = { roleArn: "arn:aws:iam::123456789012:role/deployer" };
    await engine.configure("lambda-role", { "aws:region": "eu-west-1", "aws:assumeRoles": [role], package: "image" });
    const { code, output } = await engine.preview("lambda-role", environment);
    expect(code).not.toBe(0);
    expect(output).toContain(
      "has a problem: aws:assumeRoles is read by Pulumi's provider only, so that the image would be pushed with another account",
    );
  });

  test("an image is pushed before the function names it by its digest, and goes with its repository", async () => {
    const inVpc = { subnetIds: ["subnet-0a1b"], securityGroupIds: ["sg-0a1b"] };
    await configure({ package: "image", ...inVpc, keepVersions: 3 });
    await run("up as an image in a VPC", () => engine.up(STACK, environment));
    const image = (await engine.resources(STACK)).find(({ name }) => name === `${STACK}-images-image`);
    const reference = String(image?.outputs["reference"]);
    expect(reference).toMatch(/@sha256:[0-9a-f]{64}$/);
    expect(reference.split("@")[1]).toBe(await digestIn(environment, "oci-image"));
    const model = (await engine.resources(STACK)).find(({ name }) => name === `${STACK}-model`);
    expect(model?.inputs).toMatchObject({ packageType: "Image", imageUri: reference });
    expect(changed(await engine.up(STACK, environment))).toEqual({});
    const update = await run("up as an image, with a new model", () => engine.up(STACK, nextModel));
    expect(changed(update)).toMatchObject({
      [`${STACK}-images-image`]: "update",
      [`${STACK}-model`]: ["update", "environment.variables.MODELPORT_ARTIFACT_DIGEST", "imageUri"],
      [`${STACK}-live`]: ["update", "functionVersion"],
      [`${STACK}-versions`]: "update",
    });
    const { output } = await engine.destroy(STACK, nextModel);
    expect(await engine.cloud(STACK)).toEqual([]);
    // Lambda frees the network interfaces, for which the group waits, with the rights of the role.
    const order = ["model", "interfaces", "role-vpc", "role"].map((name) => output.indexOf(`${STACK}-${name} deleted`));
    expect(order.every((at) => at > 0)).toBe(true);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });
});
