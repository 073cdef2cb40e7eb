// Creates what stacks declare in AWS as the Python package moto simulates it: `npx nx run moto:test:moto`.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { readArtifacts } from "@modelport/packaging";
import {
  Failure,
  findPython,
  GET_PYTHON,
  mustNotSkip,
  NO_PYTHON,
  preparePython,
} from "../../tools/launch/python-environment.mjs";

const STACK = "lambda-moto";
const throttled = { throttleRequestsPerSecond: 50, throttleBurst: 100 };

/** Each endpoint, and each resource that only some settings declare. */
const stacks = {
  "a function URL, for another account": {
    invokers: ["210987654321"],
    corsOrigins: ["https://app.example.com"],
    reservedConcurrency: 10,
    provisionedConcurrency: 2,
    tracing: true,
  },
  "a public function URL that streams": { public: true, streaming: true, threshold: 0.4 },
  "an HTTP API, throttled, for pages": {
    endpoint: "http-api",
    ...throttled,
    corsOrigins: ["https://app.example.com"],
  },
  "a REST API, throttled, for another account and pages": {
    endpoint: "rest-api",
    timeoutSeconds: 29,
    ...throttled,
    invokers: ["210987654321"],
    corsOrigins: ["https://app.example.com"],
  },
  "an image": { package: "image" },
} as const;

const say = (line: string) => console.log(`moto: ${line}`);

function skip(sentence: string): void {
  if (mustNotSkip()) throw new Failure(`The simulation cannot run, because ${sentence}`);
  say(`SKIPPED: nothing was simulated, because ${sentence}`);
}

async function main(): Promise<void> {
  const python = findPython();
  if (python === undefined) return skip(`${NO_PYTHON}. ${GET_PYTHON}.`);
  const reason = await whyNoOffline();
  if (reason !== undefined) return skip(reason);
  const executable = preparePython(python, path.join(import.meta.dirname, "requirements.lock"), say);
  const folder = await mkdtemp(path.join(tmpdir(), "modelport-moto-"));
  try {
    const file = path.join(folder, "stacks.json");
    await writeFile(file, JSON.stringify(await declaredStacks()));
    const { status } = spawnSync(executable, [path.join(import.meta.dirname, "replay.py"), file], {
      stdio: "inherit",
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    if (status !== 0) throw new Failure("The simulated AWS rejects what the stack declares; see its message above.");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The resources of each stack with the inputs that the engine recorded, dependencies first. */
async function declaredStacks(): Promise<readonly unknown[]> {
  const artifacts = await artifactsForTests();
  const environment = { MODELPORT_ARTIFACTS_DIR: artifacts };
  const zip = readArtifacts(artifacts).artifacts.find(
    ({ kind, platform }) => kind === "lambda-zip" && platform === "linux-x64",
  );
  const engine = await openOfflineEngine();
  try {
    const declared = [];
    for (const [title, settings] of Object.entries(stacks)) {
      await engine.configure(STACK, { "aws:region": "eu-west-1", ...settings });
      const { code, output } = await engine.up(STACK, environment);
      if (code !== 0) throw new Failure(output);
      const resources = (await engine.resources(STACK)).filter(({ type }) => type.startsWith("aws:"));
      declared.push({ title, zip: path.join(artifacts, zip?.path ?? ""), resources });
      await engine.destroy(STACK, environment);
    }
    return declared;
  } finally {
    await engine.dispose();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error.message);
  process.exitCode = 1;
}
