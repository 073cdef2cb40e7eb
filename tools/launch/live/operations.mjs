// The operations of a live run, made of the same steps as the commands.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  artifactKinds,
  packageArtifacts,
  pulumiJson,
  runPulumiCommand,
  stackConfiguration,
  stackOutputs,
} from "../deploying.mjs";
import { capture } from "../run.mjs";
import { StepFailed } from "../step.mjs";
import { verifyStack } from "../verifying.mjs";

const AT_ONCE = ["--yes", "--skip-preview"];

/** @returns {import("./steps.mjs").Operations & {region: () => string, close: () => void}} `region` of what is deployed */
export function operationsOf(workspace, { stack, name, timeoutSeconds }) {
  const { root, env } = workspace;
  const next = nextModel(resolve(root, env.MODEL_SOURCE_DIR ?? "model"));
  const own = { shipped: workspace, next: { root, env: { ...env, MODEL_SOURCE_DIR: next.folder } } };
  let current = workspace;
  let resources = [];
  return {
    up: async (model) => {
      current = own[model];
      const configuration = await stackConfiguration(current, stack, []);
      await packageArtifacts(current, await artifactKinds(current, name, configuration));
      await runPulumiCommand(current, stack, "up", [...AT_ONCE, "--suppress-outputs"], "deployed");
      resources = await deployedResources(workspace, stack);
      const { modelVersion, artifactDigest } = await stackOutputs(current, stack);
      return `model ${modelVersion}, ${artifactDigest}`;
    },
    verify: async () => {
      const how = await verifyStack(current, stack, await stackOutputs(current, stack), timeoutSeconds);
      return `every check is ok, ${how}`;
    },
    upWithoutChanges: async () => {
      const flags = [...AT_ONCE, "--suppress-outputs", "--expect-no-changes"];
      await runPulumiCommand(current, stack, "up", flags, "deployed again without a change");
      return "no change";
    },
    destroy: async () => {
      resources = await deployedResources(workspace, stack);
      await runPulumiCommand(workspace, stack, "destroy", AT_ONCE, "destroyed");
      return `${resources.length} resources`;
    },
    leftovers: async () => {
      const configuration = await stackConfiguration(workspace, stack, []);
      return runProgram(workspace, "live-leftovers.mjs", JSON.stringify({ stack: name, configuration, resources }));
    },
    region: () => regionOf(resources),
    close: () => rmSync(next.folder, { recursive: true, force: true }),
  };
}

/** The cost of a run by the target's own cost function: see run-estimate.mjs. */
export async function estimateOf(workspace, name) {
  return runProgram(workspace, "live-estimate.mjs", name);
}

/** The custom resources in the stack's state, without providers. */
export async function deployedResources(workspace, stack) {
  const { deployment } = await pulumiJson(workspace, ["stack", "export", "--stack", stack]);
  return (deployment.resources ?? [])
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
    .map(({ type, id }) => ({ type, id }));
}

/** A copy of the model with the last number of its version incremented. */
function nextModel(source) {
  const folder = mkdtempSync(join(tmpdir(), "modelport-live-"));
  cpSync(source, folder, {
    recursive: true,
    filter: (file) => file === source || /\.(json|onnx|md)$/.test(file),
  });
  const file = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(file, "utf8"));
  const version = manifest.version.replace(/\d+(?=\D*$)/, (number) => String(Number(number) + 1));
  writeFileSync(file, `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  return { folder, version };
}

/** The region of the resources, as their ids name it. */
function regionOf(resources) {
  const named = resources.map(({ id }) => /^arn:[^:]+:[^:]+:([^:]+):|\/locations\/([^/]+)\//.exec(id));
  const [, atAws, atGoogle] = named.find((found) => found !== null) ?? [];
  return atAws ?? atGoogle ?? "this machine";
}

// These run on the pinned Node.
async function runProgram({ root, env }, program, word) {
  const args = [join(root, "tools/launch/node-24", program), word];
  const { code, stdout, output } = await capture("node", args, { cwd: root, env });
  if (code !== 0) throw new StepFailed(output.trimEnd(), code);
  return JSON.parse(stdout);
}
