// The npm package `pulumi`, which downloads the CLI with Pulumi's own install script.
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fillOnce, userCacheFolder } from "../../../packages/user-cache/user-cache.mjs";
import { capture } from "../../launch/run.mjs";
import { NPM_CLI_VERSION } from "../../launch/versions.mjs";

const PACKAGE_FOLDER = fileURLToPath(new URL("../npm", import.meta.url));
const REACHABLE_TIMEOUT_MILLISECONDS = 5_000;
/** After a failure, so that a host that drops packets does not delay each start. */
const REACHABLE_AGAIN_TIMEOUT_MILLISECONDS = 1_500;
const DOWNLOAD_TIMEOUT_SECONDS = 600;
const FAILURE_IS_REMEMBERED_MILLISECONDS = 10 * 60 * 1000;
const INSTALL_SCRIPT_URL = "https://get.pulumi.com/install.sh";
const UNREACHABLE = `${INSTALL_SCRIPT_URL} does not answer`;

/** The CLI that an earlier run downloaded, if any. */
export function findDownloaded({ env }) {
  const binDir = join(downloadFolder(env), "versions", NPM_CLI_VERSION, "bin");
  const command = join(binDir, "pulumi");
  return existsSync(command) ? { command, source: "npm", version: NPM_CLI_VERSION, binDir } : undefined;
}

/**
 * `{found}` or `{reason}`. A host that did not answer is tried again each time, briefly, so that the first run with a working
 * network succeeds. A failed download is not retried for ten minutes, so that not every start waits for it.
 */
export async function download({ env, log, isReachable = answers }) {
  const failure = failureFile(env);
  const earlier = await lastFailure({ env });
  if (earlier !== undefined && earlier !== UNREACHABLE) {
    return { reason: `${earlier} within the last ten minutes (\`rm ${failure}\` tries again at once)` };
  }
  const patience = earlier === undefined ? REACHABLE_TIMEOUT_MILLISECONDS : REACHABLE_AGAIN_TIMEOUT_MILLISECONDS;
  try {
    if (!(await isReachable(INSTALL_SCRIPT_URL, patience))) throw new Error(UNREACHABLE);
    log(`Downloading the Pulumi CLI ${NPM_CLI_VERSION}, once for this account ...`);
    await fillOnce(downloadFolder(env), {
      fill: (folder) => installInto(folder, env),
      onWait: () => log("Another process is downloading the Pulumi CLI; waiting for it ..."),
    });
  } catch (error) {
    await mkdir(dirname(failure), { recursive: true });
    await writeFile(failure, `${error.message}\n`);
    return { reason: error.message };
  }
  await rm(failure, { force: true });
  return { found: findDownloaded({ env }) };
}

/** Why a recent download failed; undefined if a download would be tried now. */
export async function lastFailure({ env }) {
  const file = failureFile(env);
  if (!(await isRecent(file))) return undefined;
  return (await readFile(file, "utf8")).trim() || UNREACHABLE;
}

function failureFile(env) {
  return join(userCacheFolder(env), "pulumi", `npm-${NPM_CLI_VERSION}.failed`);
}

function downloadFolder(env) {
  return join(userCacheFolder(env), "pulumi", `npm-${NPM_CLI_VERSION}`);
}

async function installInto(folder, env) {
  await cp(PACKAGE_FOLDER, folder, { recursive: true });
  const npm = await capture("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    env: withoutNpmShims(env),
    timeoutSeconds: DOWNLOAD_TIMEOUT_SECONDS,
  });
  if (npm.code !== 0) throw new Error(`npm could not fetch pulumi@${NPM_CLI_VERSION}`);
  // The package stores its download below PULUMI_HOME; the CLI later runs with the user's own home.
  const cli = await capture(process.execPath, [join(folder, "node_modules", "pulumi", "run.js"), "version"], {
    env: { ...env, PULUMI_HOME: folder, PULUMI_VERSION: NPM_CLI_VERSION, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutSeconds: DOWNLOAD_TIMEOUT_SECONDS,
  });
  if (cli.code !== 0) throw new Error(`the npm package pulumi@${NPM_CLI_VERSION} could not download the CLI`);
}

// The pinned Node in node_modules/.bin must not run npm, because `npm ci` may replace it.
function withoutNpmShims(env) {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => !/[\\/]node_modules[\\/]\.bin$/.test(folder));
  return { ...env, PATH: folders.join(delimiter) };
}

async function isRecent(path) {
  const written = await stat(path).catch(() => undefined);
  return written !== undefined && Date.now() - written.mtimeMs < FAILURE_IS_REMEMBERED_MILLISECONDS;
}

async function answers(url, patienceMilliseconds) {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(patienceMilliseconds) });
    return response.ok;
  } catch {
    return false;
  }
}
