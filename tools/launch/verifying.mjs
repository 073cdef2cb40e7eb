// After a deployment: from where it can be called, and whether it is what was deployed (docs/adr/0056).
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { capture, passThrough } from "./run.mjs";
import { StepFailed } from "./step.mjs";

/** What verification of a stack's `auth` is, by its kind: how it was verified, and what else helps if a check failed. */
const VERIFICATIONS = {
  "address-ranges": {
    how: "over HTTP",
    otherwise:
      "Only callers from the address ranges of its output auth are let in: from another network, run npm run up with " +
      "--no-verify, and npm run verify from there.",
  },
  "ecs-service": {
    how: "by the image of its running tasks, and not over HTTP: it is reachable only inside the VPC",
    answering: "what its tasks run",
    otherwise: "Below a failed rollout are ECS's own reasons.",
  },
  "kubectl-port-forward": {
    how: "over HTTP, through kubectl port-forward",
    otherwise: "It was reached through kubectl: kubectl get pods, kubectl describe and kubectl logs say more.",
  },
};
const OVER_HTTP = {
  how: "over HTTP",
  otherwise:
    "If the address cannot be reached from here (a private network), run npm run up with --no-verify and verify from " +
    "inside the network.",
};

/** `aws-sigv4` of `aws-sigv4:eu-west-1:lambda`. */
function kindOf(auth) {
  return auth.split(/[:?]/)[0];
}

/**
 * From where the stack can be called, if not from everywhere. Needs the install.
 * @returns {Promise<{from?: string, portForward?: string}>} the end of a title, and a shell line that opens a port
 */
export async function accessOf({ root, env }, { url, auth }) {
  if (!(kindOf(auth) in VERIFICATIONS)) return {};
  const program = join(root, "tools", "launch", "node-24", "access.mjs");
  const { code, stdout, output } = await capture("node", [program, url, auth], { cwd: root, env });
  if (code !== 0) throw new StepFailed(output.trimEnd(), code);
  return JSON.parse(stdout);
}

/** The lines after a deployment: what was deployed, where it answers, its credentials, and a ready-to-run curl command. */
export function summaryOf(stack, outputs, { from, portForward } = {}) {
  const { target, modelName, modelVersion, url, auth, artifactDigest, curl } = outputs;
  return [
    "",
    `${stack}: ${modelName} ${modelVersion} on ${target}`,
    `  url       ${url}`,
    `  auth      ${auth}`,
    `  artifact  ${artifactDigest}`,
    "",
    `Request a prediction${from === undefined ? "" : ` ${from}`}:`,
    `  ${curl}`,
    "",
    ...(portForward === undefined ? [] : ["Or open a port of this machine until Ctrl-C:", `  ${portForward}`, ""]),
  ];
}

/** Runs `modelport verify` with the stack's outputs; returns how it verified, such as "over HTTP". @throws {StepFailed} if what answers is not what was deployed */
export async function verifyStack({ root, env }, stack, outputs, timeoutSeconds) {
  const { url, auth } = outputs;
  console.log(`> Verifying that ${url} is what was deployed (modelport verify) ...`);
  const golden = env.MODEL_SOURCE_DIR && join(resolve(root, env.MODEL_SOURCE_DIR), "golden.json");
  const args = [
    ...verifyArguments(outputs),
    ...(golden && existsSync(golden) ? ["--golden", golden] : []),
    ...(timeoutSeconds === undefined ? [] : ["--timeout-seconds", timeoutSeconds]),
  ];
  const client = join(root, "apps", "cli", "bin", "modelport.mjs");
  const { code } = await passThrough("node", [client, ...args], { cwd: root, env });
  const { how, answering = `what answers at ${url}`, otherwise } = VERIFICATIONS[kindOf(auth)] ?? OVER_HTTP;
  if (code === 0) {
    console.log(`The stack ${stack} is verified ${how}.`);
    return how;
  }
  const why =
    code === 1
      ? `but ${answering} is not what was deployed; the failed checks are above. ${otherwise}`
      : "but it could not be verified; see the reason above.";
  throw new StepFailed(`The stack ${stack} is deployed, ${why}`);
}

/**
 * The command line of `modelport verify` for a stack's outputs. Two of them are those of a target that deploys to ECS:
 * `taskDefinition`, which must be the one that runs, and `rollout`, which counts if the service answers over HTTP.
 */
export function verifyArguments({ url, auth, artifactDigest, modelVersion, taskDefinition, rollout }) {
  const isInside = kindOf(auth) === "ecs-service";
  return [
    "verify",
    ...flagsOf({ url, auth, "artifact-digest": artifactDigest, "model-version": modelVersion }),
    ...(isInside || rollout === undefined ? [] : ["--rollout", rollout]),
    ...((isInside || rollout !== undefined) && taskDefinition !== undefined
      ? ["--task-definition", taskDefinition]
      : []),
  ];
}

function flagsOf(values) {
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value]);
}
