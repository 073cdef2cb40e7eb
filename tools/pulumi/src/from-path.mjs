// A Pulumi CLI that the user has installed.
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { capture } from "../../launch/run.mjs";
import { isAtLeast, MINIMUM_CLI_VERSION } from "../../launch/versions.mjs";

const VERSION_TIMEOUT_SECONDS = 30;

/** `{found}` or `{reason}` (one sentence; absent if there is no CLI on PATH at all). */
export async function findOnPath({ env, timeoutSeconds = VERSION_TIMEOUT_SECONDS }) {
  const command = findExecutable("pulumi", env);
  if (!command) return {};
  if (!findExecutable("pulumi-language-nodejs", env)) {
    return {
      reason: `${command} is not used: pulumi-language-nodejs is not on PATH beside it; add the folder that holds it.`,
    };
  }
  const { version, timedOut } = await readVersion(command, env, timeoutSeconds);
  if (timedOut) {
    return { reason: `${command} is not used: \`pulumi version\` did not answer within ${timeoutSeconds} s.` };
  }
  if (!version) return { reason: `${command} is not used: \`pulumi version\` did not print a version.` };
  if (!isAtLeast(version, MINIMUM_CLI_VERSION)) {
    return {
      reason: `${command} is not used: it is Pulumi ${version}, and this project needs ${MINIMUM_CLI_VERSION} or newer.`,
    };
  }
  return { found: { command, source: "path", version, binDir: join(command, "..") } };
}

// The version without its `v`; undefined if the CLI prints none.
async function readVersion(command, env, timeoutSeconds) {
  const { code, stdout, timedOut } = await capture(command, ["version"], {
    env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutSeconds,
    ownGroup: true,
  });
  return { version: code === 0 ? /^v?(\d+\.\d+\.\d+\S*)/m.exec(stdout)?.[1] : undefined, timedOut };
}

/** The first executable file `name` on PATH that is not the script of an npm package (this wrapper is one). */
export function findExecutable(name, env) {
  for (const folder of (env.PATH ?? "").split(delimiter)) {
    const path = join(folder, name);
    if (folder && isExecutableFile(path) && !isOfNpmPackage(path)) return path;
  }
  return undefined;
}

function isExecutableFile(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

// npm links a workspace's bin to the folder itself, so its real path has no node_modules.
function isOfNpmPackage(path) {
  return [path, realpathSync(path)].some(
    (each) => each.includes(`${sep}node_modules${sep}`) || each.endsWith(join("pulumi", "bin", "pulumi.mjs")),
  );
}
