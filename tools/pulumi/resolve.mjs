// Which Pulumi CLI runs: the user's own, otherwise the npm package's download, otherwise one built from Go modules.
import * as go from "./src/from-go.mjs";
import * as npm from "./src/from-npm.mjs";
import { findOnPath } from "./src/from-path.mjs";
import { MINIMUM_CLI_VERSION } from "../launch/versions.mjs";

/**
 * @typedef {{command: string, source: "path" | "npm" | "go", version: string, binDir: string}} PulumiCli
 * @param {{log?: (line: string) => void, env?: NodeJS.ProcessEnv, isReachable?: (url: string) => Promise<boolean>}} [options]
 *   `log` gets progress lines; they belong on stderr.
 * @returns {Promise<PulumiCli | {unavailable: string}>} `unavailable` is one sentence that says how to get a CLI
 */
export async function resolvePulumi({ log = printToStderr, env = process.env, isReachable } = {}) {
  const context = { env, log, ...(isReachable ? { isReachable } : {}) };
  const atHand = await findAtHand(context);
  if (atHand.reason) log(atHand.reason);
  if (atHand.found) return atHand.found;
  const reasons = [];
  for (const get of [npm.download, go.build]) {
    const { found, reason } = await get(context);
    if (found) return found;
    reasons.push(reason);
  }
  return {
    unavailable:
      `No Pulumi CLI ${MINIMUM_CLI_VERSION} or newer is on PATH, and none could be downloaded or built: ${reasons.join("; ")}. ` +
      "Install it from https://www.pulumi.com/docs/install/ and run the command again.",
  };
}

/**
 * The CLI that needs no download or build.
 * @param {{env: NodeJS.ProcessEnv, timeoutSeconds?: number}} context
 * @returns {Promise<{found?: PulumiCli, reason?: string}>} `reason`: one sentence if a CLI on PATH is skipped
 */
export async function findAtHand(context) {
  const onPath = await findOnPath(context);
  if (onPath.found) return onPath;
  return { ...onPath, found: npm.findDownloaded(context) ?? go.findBuilt(context) };
}

function printToStderr(line) {
  process.stderr.write(`${line}\n`);
}
