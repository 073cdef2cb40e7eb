// Runs the Python side of the model in the environment of its lock file.
// Plain JavaScript that Node 20 can run. `node python.mjs test | train [arguments] | fingerprint`
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  Failure,
  findPython,
  GET_PYTHON,
  mustNotSkip,
  NO_PYTHON,
  preparePython,
} from "../tools/launch/python-environment.mjs";

const MODEL = dirname(fileURLToPath(import.meta.url));
const LOCK = join(MODEL, "requirements.lock");
const PATH_OPTIONS = new Set(["--data", "--out"]);

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
    if (command === "train") fail(`The model cannot be trained: ${NO_PYTHON}. ${GET_PYTHON}.`);
    const remedy = `${GET_PYTHON} to run them.`;
    if (!mustNotSkip()) {
      console.log(`model: SKIPPED, the model's tests: ${NO_PYTHON}. ${remedy}`);
      return 0;
    }
    fail(`The model's tests cannot run, because ${NO_PYTHON}; with CI set this is a failure. ${remedy}`);
  }
  const executable = preparePython(python, LOCK, say);
  if (command === "test") say("running the model's tests (about a minute where the training data are at hand)");
  const module =
    command === "test"
      ? ["pytest", "-q", "-rs", "-p", "no:cacheprovider", ...parameters]
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
