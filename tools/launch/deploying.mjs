// The steps of a deployment, for `npm start`, `npm run up`, `npm run verify` and `npm run live`.
import { join } from "node:path";
import { resolvePulumi } from "../pulumi/resolve.mjs";
import { asksForRefresh, readCommandLine } from "../pulumi/src/command-line.mjs";
import { preparePlugins } from "../pulumi/src/providers.mjs";
import { capture, passThrough } from "./run.mjs";
import { knownTargets, targetOf } from "./targets.mjs";
import { step, StepFailed } from "./step.mjs";

export const USAGE_EXIT_CODE = 2;

/**
 * Where and with what the steps run.
 * @typedef {{root: string, env: NodeJS.ProcessEnv}} Workspace `env` has the pinned Node first on PATH
 */

/**
 * The stack of a command line, the flags for Pulumi, and the command's own flags.
 * @param {string[]} args the stack first
 * @returns {{stack: string, name: string, target: string, flags: string[], verifies: boolean, timeoutSeconds?: string}}
 *   `name` is the stack's without an organization and a project before it
 */
export function readStackArguments(command, root, args) {
  const [stack, ...rest] = args;
  const targets = knownTargets(root);
  const name = stack?.split("/").at(-1) ?? "";
  const target = targetOf(name, targets);
  if (target === undefined) {
    const said = stack === undefined || stack.startsWith("-") ? "A stack is missing" : `"${stack}" is not a stack`;
    throw new StepFailed(
      `${said}: write npm run ${command} -- <stack>, where <stack> is <target> or <target>-<environment> ` +
        `(e.g. ${targets[0]} or ${targets[0]}-dev) and the target is one of: ${targets.join(", ")}.`,
      USAGE_EXIT_CODE,
    );
  }
  const { flags, timeoutSeconds } = takeTimeout(rest);
  return {
    stack,
    name,
    target,
    flags: flags.filter((flag) => flag !== "--no-verify"),
    verifies: !flags.includes("--no-verify"),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  };
}

const TIMEOUT_FLAG = "--verify-timeout-seconds";

function takeTimeout(words) {
  const flags = [];
  let timeoutSeconds;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === TIMEOUT_FLAG) timeoutSeconds = words[(index += 1)] ?? "";
    else if (word.startsWith(`${TIMEOUT_FLAG}=`)) timeoutSeconds = word.slice(TIMEOUT_FLAG.length + 1);
    else flags.push(word);
  }
  return { flags, timeoutSeconds };
}

/**
 * The kinds of artifact that `stack` (its name alone) deploys with `configuration`. Needs the install.
 * @throws {StepFailed} with a sentence for each wrong setting
 */
export async function artifactKinds({ root, env }, stack, configuration) {
  const args = [join(root, "tools", "launch", "node-24", "artifact-kinds.mjs"), stack, JSON.stringify(configuration)];
  const { code, stdout, output } = await capture("node", args, { cwd: root, env });
  if (code !== 0) throw new StepFailed(output.trimEnd(), code);
  return JSON.parse(stdout);
}

/**
 * Packages the artifacts; the image, whose base may have to be downloaded, only if it is one of `kinds`.
 * Does nothing if MODELPORT_ARTIFACTS_DIR names a folder of artifacts.
 */
export async function packageArtifacts({ root, env }, kinds) {
  if (env.MODELPORT_ARTIFACTS_DIR) return;
  const [task, what] = kinds.includes("oci-image")
    ? ["inference-api:image", "the model and its server, with the image"]
    : ["inference-api:package", "the model and its server"];
  await step(`Packaging ${what} (nx run ${task})`, async (onLine) => {
    // A first run leaves no process behind, not even Nx's daemon.
    const options = { cwd: root, env: { ...env, NX_DAEMON: "false" }, onLine };
    const { code, output } = await capture("nx", ["run", task], options);
    return { code, output: withoutLinesOfNx(output) };
  });
}

const LINE_OF_NX =
  /^\s*$|^> |^ ?NX |^Failed tasks:|^- \S+:\S+$|^Hint: |^Warning: command |^ {2}(?:Run duration|Cache|Critical path|Recoverable time):/;

// eslint-disable-next-line no-control-regex
const COLORS = /\u001B\[[\d;]*m/g;

/** The output of the task itself, so that its last sentence is the last line. */
function withoutLinesOfNx(output) {
  return output
    .replace(COLORS, "")
    .split("\n")
    .filter((line) => !LINE_OF_NX.test(line))
    .join("\n");
}

/**
 * Builds the providers that the CLI would not download.
 * @throws {StepFailed} before anything is packaged, if one of them is missing
 */
export async function prepareProviders({ root, env }, { name, target }) {
  const cli = await resolvePulumi({ env });
  if ("unavailable" in cli) throw new StepFailed(cli.unavailable);
  if (cli.source !== "go") return;
  const log = (line) => process.stderr.write(`${line}\n`);
  const { sentence } = await preparePlugins(root, { stack: name, target }, { env, log });
  if (sentence !== undefined) throw new StepFailed(sentence);
}

const pulumiProgram = (root) => join(root, "tools", "pulumi", "bin", "pulumi.mjs");

/** `pulumi <command>` of the stack, with this terminal. @throws {StepFailed} with the CLI's exit code */
export async function runPulumiCommand({ root, env }, stack, command, flags, done) {
  const args = [pulumiProgram(root), command, "--stack", stack, ...flags];
  const { code, signal } = await passThrough(process.execPath, args, { cwd: root, env });
  if (code === 0) return;
  const why = signal ? `${signal} ended Pulumi` : "see Pulumi's message above";
  throw new StepFailed(`The stack ${stack} was not ${done}; ${why}.`, code ?? 1);
}

/** The stack's outputs by name. */
export async function stackOutputs(workspace, stack) {
  return pulumiJson(workspace, ["stack", "output", "--json", "--stack", stack]);
}

/** The JSON that a CLI command prints. @throws {StepFailed} with its output if it fails */
export async function pulumiJson(workspace, args) {
  return JSON.parse(await askPulumi(workspace, args));
}

/** The whole configuration of the stack, which is created if it does not exist; "a secret" stands for each secret. */
export async function stackConfiguration(workspace, stack, flags) {
  const { secretsProvider } = readCommandLine(["up", ...flags]);
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  await askPulumi(workspace, ["stack", "select", "--create", "--stack", stack, "--non-interactive", ...provider]);
  const config = JSON.parse(await askPulumi(workspace, ["config", "--json", "--stack", stack]));
  return Object.fromEntries(Object.entries(config).map(([key, { value = "a secret" }]) => [key, value]));
}

/**
 * `--refresh` if the last run of the stack failed. When a cloud rejects an update halfway, a bridged provider still records the
 * planned state (https://github.com/pulumi/pulumi/issues/9096): without a refresh the next `up` would succeed and change nothing.
 * @param {string[]} flags of `pulumi up`
 */
export async function refreshAfterFailure(workspace, stack, flags) {
  if (asksForRefresh(flags)) return [];
  const [last] = await pulumiJson(workspace, ["stack", "history", "--json", "--page-size", "1", "--stack", stack]);
  if (last === undefined || last.result === "succeeded") return [];
  console.log(`The last ${last.kind} of ${stack} failed: this one starts with a refresh.`);
  return ["--refresh"];
}

async function askPulumi({ root, env }, args) {
  const { code, stdout, output } = await capture(process.execPath, [pulumiProgram(root), ...args], { cwd: root, env });
  if (code === 0) return stdout;
  // Pulumi names the line, and not the file.
  const stack = args[args.indexOf("--stack") + 1].split("/").at(-1);
  const reason = /\byaml: /.test(output) ? `stacks/Pulumi.${stack}.yaml cannot be read.\n` : "";
  throw new StepFailed(`${reason}${output.trimEnd()}`, code);
}
