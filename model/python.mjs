// Runs the Python side of the model: finds a Python, keeps a virtual environment for the lock file, starts the command.
// Plain JavaScript that Node 20 can run. `node python.mjs test | train [arguments] | fingerprint`
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const MODEL = dirname(fileURLToPath(import.meta.url));
const LOCK = join(MODEL, "requirements.lock");
const CANDIDATES = ["python3.13", "python3.12", "python3.11", "python3.14", "python3", "python"];
const OLDEST_MINOR = 11;
const NEWEST_MINOR = 14;
const PATH_OPTIONS = new Set(["--data", "--out"]);
const WINDOWS = process.platform === "win32";

/** The first usable Python as `{ command, version }`, or undefined. The pinned packages have wheels for 3.11 to 3.14. */
function findPython() {
  const probe = "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])";
  for (const command of CANDIDATES) {
    const { status, stdout } = spawnSync(command, ["-c", probe], { encoding: "utf8", timeout: 20_000 });
    const version = status === 0 ? stdout.trim() : "";
    const [major, minor] = version.split(".").map(Number);
    if (major === 3 && minor >= OLDEST_MINOR && minor <= NEWEST_MINOR) return { command, version };
  }
  return undefined;
}

function cacheFolder() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (WINDOWS && process.env.LOCALAPPDATA) return process.env.LOCALAPPDATA;
  return process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
}

/** Where environments are kept: in the user's cache, or beside the trainer where that cannot be written. */
function environmentsFolder() {
  const shared = join(cacheFolder(), "modelport");
  const own = join(MODEL, ".venv");
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    mkdirSync(own, { recursive: true });
    return own;
  }
}

/** The Python of an environment with exactly the locked packages; made on first use, then shared by every clone. */
function preparePython({ command, version }) {
  const key = createHash("sha256").update(readFileSync(LOCK)).update(version).digest("hex").slice(0, 16);
  const environment = join(environmentsFolder(), `python-${key}`);
  const executable = (folder) => (WINDOWS ? join(folder, "Scripts", "python.exe") : join(folder, "bin", "python"));
  if (existsSync(executable(environment))) return executable(environment);

  const unfinished = `${environment}.${process.pid}`;
  try {
    say(`making a virtual environment with Python ${version} (once, about half a minute)`);
    must(command, ["-m", "venv", unfinished], "The virtual environment could not be made");
    say("installing the packages of model/requirements.lock");
    must(
      executable(unfinished),
      [
        ..."-m pip install --disable-pip-version-check --no-input --only-binary :all: --require-hashes -r".split(" "),
        LOCK,
      ],
      "The packages of model/requirements.lock could not be installed",
    );
    // A dead link of a Python that is gone would be in the way.
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
  if (status !== 0)
    fail(`${failure}: see the lines above. Check the network and the free disk space, then run it again.`);
}

/** What besides this folder's files decides about the tests: the Python, and the training data when they are there. */
function fingerprint() {
  const data = process.env.MODELPORT_DATA ?? join(MODEL, "..", "..", "shared", "data", "Churn_Modelling.csv");
  const seen = existsSync(data) && statSync(data).isFile();
  const sha256 = seen ? createHash("sha256").update(readFileSync(data)).digest("hex") : "no data";
  return `${findPython()?.version ?? "no python"} ${process.platform} ${process.arch} ${sha256}`;
}

function say(line) {
  process.stderr.write(`model: ${line}\n`);
}

class Failure extends Error {}

function fail(sentence) {
  throw new Failure(sentence);
}

function main([command, ...parameters]) {
  if (command === "fingerprint") {
    console.log(fingerprint());
    return 0;
  }
  if (command !== "test" && command !== "train") {
    fail(`"${command ?? ""}" is not a command of python.mjs. Use test, train or fingerprint.`);
  }
  const python = findPython();
  if (python === undefined) {
    const reason = `no Python from 3.${OLDEST_MINOR} to 3.${NEWEST_MINOR} with venv and ensurepip was found`;
    const remedy = "Install one (on Debian: python3 and python3-venv) to run them.";
    if (command === "train")
      fail(`The model cannot be trained: ${reason}. Install one (on Debian: python3 and python3-venv).`);
    if (["", "0", "false"].includes(process.env.CI ?? "")) {
      console.log(`model: the model's tests were skipped, because ${reason}. ${remedy}`);
      return 0;
    }
    fail(`The model's tests cannot run, because ${reason}; with CI set this is a failure. ${remedy}`);
  }
  const executable = preparePython(python);
  if (command === "test") say("running the model's tests (about a minute where the training data are at hand)");
  const module =
    command === "test"
      ? ["pytest", "-q", "-p", "no:cacheprovider", ...parameters]
      : ["trainer", "train", ...absolute(parameters)];
  const { status } = spawnSync(executable, ["-m", ...module], {
    cwd: MODEL,
    stdio: "inherit",
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONHASHSEED: "0", OMP_NUM_THREADS: "1" },
  });
  return status ?? 1;
}

/** Paths are relative to where npm was called, not to this folder. */
function absolute(parameters) {
  const from = process.env.INIT_CWD ?? process.cwd();
  return parameters.map((value, index) => {
    const [option, path] = value.split(/=(.*)/s);
    if (PATH_OPTIONS.has(option) && path !== undefined) return `${option}=${resolve(from, path)}`;
    return PATH_OPTIONS.has(parameters[index - 1]) ? resolve(from, value) : value;
  });
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`model: ${error.message}\n`);
  process.exitCode = 2;
}
