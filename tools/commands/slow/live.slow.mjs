// `npm run live` whole: on `local` as it is, over real HTTP; on `lambda` with a stand-in for AWS and the packaged function.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openCloud, startRegistry } from "@modelport/offline-engine/stand-ins";
import { writeFakeBase } from "@modelport/packaging/fake-base";
import { serveLambda, startLambdaEmulator } from "@modelport/local-runtime";
import { pulumiJson } from "../../launch/deploying.mjs";
import { projectEnvironment } from "../../launch/install.mjs";
import { deployedResources, operationsOf } from "../../launch/live/operations.mjs";
import { runSteps } from "../../launch/live/steps.mjs";
import { verifyStack } from "../../launch/verifying.mjs";
import { resolvePulumi } from "../../pulumi/resolve.mjs";
import { freePort } from "../../launch/free-port.testing.mjs";
import { freshClone, standIns } from "./clone.mjs";

const { unavailable } = await resolvePulumi({});
if (unavailable !== undefined) console.warn(`SKIPPED, npm run live under the real engine: ${unavailable}`);

let clone;

describe.skipIf(unavailable !== undefined)("npm run live", { timeout: 400_000 }, () => {
  beforeEach(() => {
    clone = freshClone();
  }, 60_000);
  afterEach(() => clone.remove(), 60_000);

  it("takes a stack of local through its whole life, and reports it", async () => {
    const port = await freePort(2);
    const settings = `  modelport:serverPort: ${port}\n  modelport:lambdaPort: ${port + 1}\n`;
    writeFileSync(join(clone.root, "stacks/Pulumi.local-live.yaml"), `config:\n${settings}`);
    const words = ["npm", "run", "live", "--", "local-live", "--yes-spend", "--verify-timeout-seconds", "60"];
    const { code, output } = await clone.run(words);
    expect(code, output).toBe(0);
    const report = readdirSync(join(clone.root, "docs/live")).find((name) => name !== "README.md");
    expect(report).toMatch(/^local-live-\d{4}-\d\d-\d\d\.md$/);
    const text = readFileSync(join(clone.root, "docs/live", report), "utf8");
    expect(text).toMatch(/^# local, live on \S+: passed all 9 steps\n/);
    const models = [...text.matchAll(/\| model (\S+), (sha256:\w+) \|/g)].map(([, version, digest]) => ({
      version,
      digest,
    }));
    expect(models.map(({ version }) => version)).toEqual(["1.0.0", "1.0.1", "1.0.0"]);
    expect(models[2].digest).toBe(models[0].digest);
    expect(await clone.status()).toBe(`?? docs/live/${report}\n`);
  });

  it("takes a stack of lambda through the same, with a stand-in for AWS, and refuses it while it is deployed", async () => {
    const variables = await standIns(clone);
    const { operations, workspace } = await wholeLife("lambda-live", variables, verifyFunction, async () => {
      const refused = await clone.run(["npm", "run", "live", "--", "lambda-live", "--yes-spend"], variables);
      expect(refused.output).toContain(
        "lambda-live is deployed, and npm run live destroys its stack at the end: use another stack, " +
          "or first npm run destroy -- lambda-live.",
      );
    });
    expect(operations.region()).toBe("us-east-1");
    expect(await deployedResources(workspace, "lambda-live")).toEqual([]);
  });

  it("takes a stack of cloudrun through the same, with a stand-in for Google", async () => {
    const folder = join(clone.folder, "images");
    mkdirSync(folder);
    const registry = await startRegistry({ folder, hasRepository: () => true });
    onTestFinished(() => registry.close());
    const base = await writeFakeBase(join(clone.folder, "base.tar"));
    const variables = {
      ...(await standIns(clone, `127.0.0.1:${registry.port}`)),
      MODELPORT_BASE_IMAGE: base,
      GOOGLE_CLOUD_PROJECT: "a-project",
    };
    const { operations } = await wholeLife("cloudrun-live", variables, verifyService);
    expect(operations.region()).toBe("us-central1");
  });
});

/** The steps of a live run, with `verify` in place of requests to a cloud. */
async function wholeLife(stack, variables, verify, beforeDestroy = async () => undefined) {
  const env = projectEnvironment(clone.root, { HOME: clone.home, PATH: clone.path, ...variables });
  const workspace = { root: clone.root, env };
  const operations = operationsOf(workspace, { stack, name: stack, timeoutSeconds: "60" });
  onTestFinished(operations.close);
  const cloud = openCloud(join(clone.folder, "cloud"));
  const { steps, left, error } = await runSteps({
    ...operations,
    verify: async () => {
      await verify(workspace, stack);
      return "every check is ok";
    },
    destroy: async () => {
      await beforeDestroy();
      return operations.destroy();
    },
    leftovers: async () => cloud.all().map(({ id }) => id),
  });
  expect(error).toBeUndefined();
  expect(left).toEqual([]);
  expect(steps.map(({ ok, said }) => ok && said.replace(/sha256:\w+/, "sha256:..."))).toEqual([
    "model 1.0.0, sha256:...",
    "every check is ok",
    "no change",
    "model 1.0.1, sha256:...",
    "every check is ok",
    "model 1.0.0, sha256:...",
    "every check is ok",
    expect.stringMatching(/^\d+ resources$/),
    "nothing",
  ]);
  return { operations, workspace };
}

async function declaredInputs(workspace, stack, wanted) {
  const { deployment } = await pulumiJson(workspace, ["stack", "export", "--stack", stack]);
  return deployment.resources.find(({ type }) => type === wanted).inputs;
}

async function verifyAt(url, workspace, stack) {
  const outputs = await pulumiJson(workspace, ["stack", "output", "--json", "--stack", stack]);
  await verifyStack(workspace, stack, { ...outputs, auth: "none", url }, "60");
}

/** `modelport verify` of the deployed function: its zip and its variables, behind an address of this machine. */
async function verifyFunction(workspace, stack) {
  const declared = await declaredInputs(workspace, stack, "aws:lambda/function:Function");
  const emulator = await startLambdaEmulator({
    zipPath: join(workspace.root, "stacks", declared.code.path),
    handler: declared.handler,
    memoryMiB: declared.memorySize,
    timeoutSeconds: declared.timeout,
    environment: declared.environment.variables,
    maxEnvironments: 1,
  });
  const front = await serveLambda({ emulator, port: 0 });
  try {
    await verifyAt(`http://127.0.0.1:${front.port}`, workspace, stack);
  } finally {
    await front.close();
    await emulator.stop();
  }
}

/** The same of the deployed service: the server that is in its image, with the container's variables. */
async function verifyService(workspace, stack) {
  const { template } = await declaredInputs(workspace, stack, "gcp:cloudrunv2/service:Service");
  const dist = join(workspace.root, "apps/inference-api/dist");
  const { artifacts } = JSON.parse(readFileSync(join(dist, "artifacts.json"), "utf8"));
  const { path } = artifacts.find(({ kind }) => kind === "server-bundle");
  const port = String(await freePort());
  const environment = Object.fromEntries(template.containers[0].envs.map(({ name, value }) => [name, value]));
  const server = spawn(process.execPath, [join(dist, path, "server.mjs")], {
    env: { ...environment, HOST: "127.0.0.1", PORT: port },
    stdio: "ignore",
  });
  try {
    await verifyAt(`http://127.0.0.1:${port}`, workspace, stack);
  } finally {
    server.kill("SIGKILL");
  }
}
