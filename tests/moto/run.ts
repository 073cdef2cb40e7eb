// Creates what stacks declare in AWS as the Python package moto simulates it: `npx nx run moto:test:moto`.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { artifactsForTests } from "@modelport/inference-api/artifacts-for-tests";
import { defaultNetwork, type OfflineRun, openOfflineEngine, whyNoOffline } from "@modelport/offline-engine";
import { readArtifacts } from "@modelport/packaging";
import { account, stacks } from "./stacks.ts";
import {
  Failure,
  findPython,
  GET_PYTHON,
  mustNotSkip,
  NO_PYTHON,
  preparePython,
} from "../../tools/launch/python-environment.mjs";

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
    if (status !== 0) throw new Failure("The simulated AWS rejects what a stack declares; see its message above.");
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
  const engine = await openOfflineEngine({ account });
  try {
    const declared = [];
    for (const { target, title, settings } of stacks) {
      const stack = `${target}-moto`;
      await engine.configure(stack, { "aws:region": "eu-west-1", ...settings });
      const mustEndWell = ({ code, output }: OfflineRun) => {
        if (code !== 0) throw new Failure(`${target}, ${title}: ${output}`);
      };
      mustEndWell(await engine.up(stack, environment));
      const all = await engine.resources(stack);
      const resources = all.filter(({ type }) => type.startsWith("aws:"));
      const objects = all.filter(({ type }) => type.startsWith("kubernetes:")).length;
      const file = path.join(artifacts, zip?.path ?? "");
      declared.push({ target, title, zip: file, network: defaultNetwork, resources, objects });
      mustEndWell(await engine.destroy(stack, environment));
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
