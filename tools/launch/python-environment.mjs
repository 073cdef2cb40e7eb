// Finds a Python, and keeps a virtual environment for each lock file in the user's cache.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { userCacheFolder } from "../../packages/user-cache/user-cache.mjs";

/** In order of preference. */
export const CANDIDATES = ["python3.13", "python3.12", "python3.11", "python3.14", "python3", "python"];
export const OLDEST_MINOR = 11;
export const NEWEST_MINOR = 14;
/** The `-c` program for each candidate; {@link judgePython} reads its output. */
export const PROBE = "import sys; print('%d.%d.%d' % sys.version_info[:3], flush=True); import venv, ensurepip";
const WINDOWS = process.platform === "win32";

/** Why there is nothing to run, and what to do about it. */
export const NO_PYTHON = `no Python from 3.${OLDEST_MINOR} to 3.${NEWEST_MINOR} with venv and ensurepip was found`;
export const GET_PYTHON = "Install one (on Debian: python3 and python3-venv)";

/** One sentence for the user about what cannot be done. */
export class Failure extends Error {}

/** True in CI, where a test that cannot run is a failure. */
export function mustNotSkip() {
  return !["", "0", "false"].includes(process.env.CI ?? "");
}

/**
 * The meaning of {@link PROBE}'s output: undefined if it is not a Python; otherwise `version`, and `lack` if it cannot be used
 * ("version": the pinned packages have wheels for 3.11 to 3.14 alone; "venv": it lacks venv or ensurepip).
 */
export function judgePython({ code, stdout }) {
  const [version, major, minor] = /^(\d+)\.(\d+)\.\d+/.exec(stdout) ?? [];
  if (version === undefined) return undefined;
  if (Number(major) !== 3 || minor < OLDEST_MINOR || minor > NEWEST_MINOR) return { version, lack: "version" };
  return code === 0 ? { version } : { version, lack: "venv" };
}

/** The first usable Python as `{ command, version }`, or undefined. */
export function findPython() {
  for (const command of CANDIDATES) {
    const { status, stdout } = spawnSync(command, ["-c", PROBE], { encoding: "utf8", timeout: 20_000 });
    const python = judgePython({ code: status, stdout: stdout ?? "" });
    if (python && !python.lack) return { command, version: python.version };
  }
  return undefined;
}

/** The user's cache, or a folder beside the lock file if the cache is not writable. */
function environmentsFolder(lock) {
  const shared = userCacheFolder();
  const own = join(dirname(lock), ".venv");
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    mkdirSync(own, { recursive: true });
    return own;
  }
}

/**
 * The Python of an environment with exactly the packages of `lock`, created on first use and shared by every clone. `say` gets a
 * line before each long step. @throws {Failure} if it cannot be created
 */
export function preparePython({ command, version }, lock, say) {
  const key = createHash("sha256").update(readFileSync(lock)).update(version).digest("hex").slice(0, 16);
  const environment = join(environmentsFolder(lock), `python-${key}`);
  const executable = (folder) => (WINDOWS ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python"));
  if (existsSync(executable(environment))) return executable(environment);

  const packages = `the packages of ${basename(dirname(lock))}/${basename(lock)}`;
  const unfinished = `${environment}.${process.pid}`;
  try {
    say(`making a virtual environment with Python ${version} (once, about half a minute)`);
    must(command, ["-m", "venv", unfinished], "The virtual environment could not be made");
    say(`installing ${packages}`);
    must(
      executable(unfinished),
      [
        ..."-m pip install --disable-pip-version-check --no-input --only-binary :all: --require-hashes -r".split(" "),
        lock,
      ],
      `${packages.replace("the", "The")} could not be installed`,
    );
    // Left over from a Python that was removed.
    if (!existsSync(executable(environment))) rmSync(environment, { recursive: true, force: true });
    try {
      renameSync(unfinished, environment);
    } catch (error) {
      if (!existsSync(executable(environment))) throw error; // another process was faster
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  say("the packages are installed");
  return executable(environment);
}

function must(command, parameters, failure) {
  const { status } = spawnSync(command, parameters, { stdio: "inherit" });
  if (status !== 0) {
    throw new Failure(`${failure}: see the lines above. Check the network and the free disk space, then run it again.`);
  }
}
