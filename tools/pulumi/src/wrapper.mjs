// `pulumi ...` with this repository's engine, Node and state folder.
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { resolvePulumi } from "../resolve.mjs";
import { readCommandLine } from "./command-line.mjs";
import { explainedRun } from "./explained-run.mjs";
import { pulumiEnvironment, stateFolder } from "./environment.mjs";
import { capture, passThrough } from "../../launch/run.mjs";
import { isFree, knownTargets, targetOf, unknownStackSentence } from "../../launch/targets.mjs";
import { brokenStateSentences, sweepAfterDestroy } from "./interrupted.mjs";
import {
  checkpointFile,
  isDeployedFromHere,
  pendingSentence,
  secondDeploymentSentence,
  stateSentence,
} from "./own-state.mjs";
import { preparePlugins } from "./providers.mjs";
import { isAtLeast, MINIMUM_NODE_VERSION, OLDEST_TOOL_NODE_VERSION } from "../../launch/versions.mjs";

const USAGE_EXIT_CODE = 2;
const COMMANDS_WITH_PROVIDERS = new Set(["up", "update", "preview", "pre", "refresh", "destroy", "down", "dn"]);

/**
 * Runs the CLI with `args`. Resolves to `{code}`, or `{signal}` where a signal ended it.
 * @param {{root: string, args: string[], env: NodeJS.ProcessEnv, complain: (sentence: string) => void, resolve?: typeof resolvePulumi, nodeVersion?: string}} options
 */
export async function runPulumi({
  root,
  args,
  env,
  complain,
  resolve = resolvePulumi,
  nodeVersion = process.versions.node,
}) {
  const line = readCommandLine(args);
  const targets = knownTargets(root);
  const refusal = whyRefused({ root, line, targets, nodeVersion });
  if (refusal) return refuse(complain, refusal);
  const cli = await resolve({ log: complain, env });
  if ("unavailable" in cli) return refuse(complain, { sentence: cli.unavailable });
  const target = line.stack === undefined ? undefined : targetOf(line.stack, targets);
  const named = line.stack === undefined ? {} : { stack: line.stack };
  const prepared = pulumiEnvironment({ root, env, cli, targetFor: (stack) => targetOf(stack, targets), ...named });
  if (cli.source === "go" && COMMANDS_WITH_PROVIDERS.has(line.command) && target !== undefined && !line.asksForHelp) {
    const sentence = await addPlugins({ root, stack: line.stack, target, env: prepared.env, complain });
    if (sentence) return refuse(complain, { sentence });
  }
  if (prepared.ownsBackend) await mkdir(stateFolder(root), { recursive: true });
  if (target !== undefined && !line.asksForHelp) {
    const code = await prepareStack({ root, cli, line, isFree: isFree(target), ...prepared, complain });
    if (code !== 0) return { code };
  }
  const run = (words, environment) => passThrough(cli.command, words, { env: environment });
  const explains = target !== undefined && !isFree(target) && COMMANDS_WITH_PROVIDERS.has(line.command);
  const ran = explains
    ? await explainedRun(run, { args, env: prepared.env, stack: line.stack, complain })
    : await run(args, prepared.env);
  const result = finished(ran, cli, complain);
  if (result.code === 0) return { code: await sweepAfterDestroy({ root, args, line, target, env: prepared.env }) };
  const broken = prepared.ownsBackend && line.stack !== undefined ? brokenStateSentences(root, line.stack) : [];
  for (const sentence of broken) complain(sentence);
  return result;
}

function refuse(complain, { sentence, code = 1 }) {
  complain(sentence);
  return { code };
}

// Puts the plugins that were built here on the PATH of `env`, or returns why one is missing.
async function addPlugins({ root, stack, target, env, complain }) {
  const { folders, sentence } = await preparePlugins(root, { stack, target }, { env, log: complain });
  env.PATH = [env.PATH, ...folders].join(delimiter);
  return sentence;
}

// Reasons that can be checked without a CLI.
function whyRefused({ root, line, targets, nodeVersion }) {
  if (!isAtLeast(nodeVersion, OLDEST_TOOL_NODE_VERSION)) {
    const sentence = `Node ${nodeVersion} is too old for this repository's tools: put Node ${OLDEST_TOOL_NODE_VERSION} or newer on PATH.`;
    return { sentence };
  }
  if (line.stack !== undefined && targets.length > 0 && !targetOf(line.stack, targets)) {
    return { sentence: unknownStackSentence(line.stack, targets), code: USAGE_EXIT_CODE };
  }
  const sentence = whyNodeCannot(root, nodeVersion);
  return sentence && { sentence };
}

function whyNodeCannot(root, version) {
  const pinned = existsSync(join(root, "node_modules", ".bin", "node"));
  if (pinned || isAtLeast(version, MINIMUM_NODE_VERSION)) return undefined;
  return `Node ${version} cannot run the stacks: run npm install, which brings Node 24 where it is packaged, or put Node ${MINIMUM_NODE_VERSION} or newer on PATH.`;
}

async function prepareStack({ root, cli, line, isFree: mayBeLost, env, ownsBackend, complain }) {
  if (!mayBeLost && !ownsBackend && (line.mayCreate || line.selectsOrCreates) && isDeployedFromHere(root, line.stack)) {
    const args = ["stack", "select", "--stack", line.fullName, "--non-interactive"];
    const isThere = (await capture(cli.command, args, { cwd: root, env })).code === 0;
    if (!isThere) complain(secondDeploymentSentence(line.stack));
    if (!isThere) return 1;
  }
  const code = line.mayCreate ? await createStack({ root, cli, line, env, ownsBackend, complain }) : 0;
  if (code !== 0 || !line.deploys || mayBeLost || !ownsBackend) return code;
  const pending = pendingSentence(root, line.stack);
  complain(pending ?? stateSentence(line.stack));
  return pending === undefined ? 0 : 1;
}

// `up --stack` of a missing stack fails or prompts. The name was checked, so the stack is created.
async function createStack({ root, cli, line, env, ownsBackend, complain }) {
  if (ownsBackend && existsSync(checkpointFile(root, line.stack))) return 0;
  const secrets = line.secretsProvider === undefined ? [] : ["--secrets-provider", line.secretsProvider];
  const args = ["stack", "select", "--create", "--stack", line.fullName, "--non-interactive", ...secrets];
  const { code, output } = await capture(cli.command, args, { cwd: root, env });
  if (code !== 0) complain(output.trim());
  return code;
}

function finished(result, cli, complain) {
  if (result.reason) complain(`${cli.command} could not be started: ${result.reason}.`);
  return result;
}
