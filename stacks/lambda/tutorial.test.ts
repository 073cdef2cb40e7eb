// Does what docs/tutorial/lambda.md says: with the real engine, a stand-in for AWS, and the packaged function behind its URL.
import path from "node:path";
import { type LambdaEmulator, type LambdaFront, serveLambda, startLambdaEmulator } from "@modelport/local-runtime";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { type OfflineEngine, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { readArtifacts } from "@modelport/packaging";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Answer, type Command, follow, readTutorial, stepsOf } from "../tutorial.testing.ts";

const STACK = "lambda";
const { pages, codeOf } = await readTutorial(STACK);

test("both languages have the same nine steps and the same code", () => {
  const [english, spanish] = pages;
  expect(spanish.blocks).toEqual(english.blocks);
  for (const page of pages) expect(stepsOf(page)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("what is not run is only what needs a clone, an account or the function's real address", () => {
  expect(codeOf("console").join("").trim().split("\n")).toEqual([
    "$ git clone <this repository> modelport && cd modelport",
    "$ npm install",
    "$ aws configure",
    '$ eval "$(aws configure export-credentials --format env)"',
    "$ npx pulumi login s3://my-states",
    "$ npm run verify -- lambda",
    '$ aws lambda update-alias --function-name "$(npx pulumi stack output functionName --stack lambda)" --name live --function-version 1',
  ]);
  for (const line of codeOf("sh").join("\n").split("\n")) {
    expect(line).toMatch(/^(eval|npx|npm|curl) |^ {2}"|^$/);
  }
});

const reason = await whyNoOffline();
if (reason !== undefined) console.warn(`SKIPPED, the tutorial of lambda: ${reason}`);

describe.skipIf(reason !== undefined)("the page", { timeout: 300_000 }, () => {
  let engine: OfflineEngine;
  let artifacts: string;
  let emulator: LambdaEmulator | undefined;
  let front: LambdaFront | undefined;
  let printed: string;
  const signed: boolean[] = [];

  /** The packaged function with what the stack declares of it, behind an address of this machine. */
  async function openFunction(): Promise<string> {
    const declared = (await engine.resources(STACK)).find(({ type }) => type === "aws:lambda/function:Function");
    if (declared === undefined) throw new Error("nothing is deployed");
    const { handler, memorySize, timeout, environment } = declared.inputs as {
      readonly handler: string;
      readonly memorySize: number;
      readonly timeout: number;
      readonly environment: { readonly variables: Readonly<Record<string, string>> };
    };
    const zip = readArtifacts(artifacts).artifacts.find(
      ({ kind, platform }) => kind === "lambda-zip" && platform === "linux-x64",
    );
    emulator ??= await startLambdaEmulator({
      zipPath: path.join(artifacts, zip?.path ?? ""),
      handler,
      memoryMiB: memorySize,
      timeoutSeconds: timeout,
      environment: environment.variables,
      maxEnvironments: 1,
    });
    front ??= await serveLambda({ emulator, port: 0 });
    return `http://127.0.0.1:${front.port}`;
  }

  async function answer({ command, args }: Command): Promise<Answer> {
    const environment = { MODELPORT_ARTIFACTS_DIR: artifacts };
    const line = [command, ...args].join(" ");
    if (line === "npx nx run inference-api:package") return { output: `packaged into ${artifacts}\n` };
    if (line === "npm run preview -- lambda --offline") {
      return { run: [process.execPath, "tools/commands/preview.mjs", "lambda", "--offline"], environment };
    }
    if (command === "curl") {
      signed.push(args.includes("--aws-sigv4") && args.includes("AKIDTUTORIAL:of the tutorial"));
      const [host, local] = [String((await engine.outputs(STACK))["url"]), await openFunction()];
      return { run: ["/usr/bin/curl", ...args.map((arg) => arg.replace(host, local))] };
    }
    const stack = args.indexOf("--stack");
    if (command !== "npx" || args[0] !== "pulumi" || args[stack + 1] !== STACK) throw new Error(`Not known: ${line}`);
    return engine.run(STACK, [...args.slice(1, stack), ...args.slice(stack + 2)], environment);
  }

  beforeAll(async () => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDTUTORIAL");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "of the tutorial");
    vi.stubEnv("AWS_SESSION_TOKEN", "temporary");
    artifacts = await artifactsForTests();
    engine = await openOfflineEngine();
    printed = await follow(codeOf("sh").join("\n"), ["npx", "npm", "curl"], answer);
  }, 300_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    await front?.close();
    await emulator?.stop();
    await engine?.dispose();
  });

  test("shows what it would make before it is paid for, and makes that", () => {
    // Once by itself, and once more at the beginning of `up`.
    expect(printed.match(/\+ 17 to create/g)).toHaveLength(2);
    expect(printed.match(/\+ 17 created/g)).toHaveLength(1);
  });

  test("gets the answers that it prints, signed at first and then as anybody", () => {
    const answers = [...printed.matchAll(/\{"churn_probability"[^}]*\}/g)].map(([text]) => JSON.parse(text) as object);
    const shown = codeOf("json").map((text) => JSON.parse(text) as object);
    expect(answers.map((each) => ({ ...each, request_id: "..." }))).toEqual(shown);
    expect(signed).toEqual([true, false]);
  });

  test("the line to ask with has the shape that it prints", async () => {
    const [shape = ""] = codeOf("text");
    const { url, curl } = await outputsOfDefaults();
    const body = /-d '(\{.*\})'$/.exec(curl)?.[1] ?? "";
    expect(curl.replace(`${url}/api/v1/predict`, "https://...").replace(body, "{...}")).toBe(shape.trim());
  });

  async function outputsOfDefaults(): Promise<{ readonly url: string; readonly curl: string }> {
    const environment = { MODELPORT_ARTIFACTS_DIR: artifacts };
    await engine.configure("lambda-again", { "aws:region": "us-east-1" });
    await engine.up("lambda-again", environment);
    const { url, curl } = await engine.outputs("lambda-again");
    await engine.destroy("lambda-again", environment);
    return { url: String(url), curl: String(curl) };
  }

  test("a changed setting publishes another version, and an open stack warns", () => {
    expect(printed).toContain("memorySize");
    expect(printed).toMatch(/^2$/m);
    expect(printed).toContain("modelport:public is true: anyone who can reach the URL can call this model");
  });

  test("leaves nothing", async () => {
    expect(printed).toMatch(/- \d+ deleted/);
    expect(await engine.cloud(STACK)).toEqual([]);
  });
});
