// Runs the tutorial's tests with the Python packages that it tells its readers to install.
// `node run.mjs [fingerprint]`
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  Failure,
  findPython,
  GET_PYTHON,
  mustNotSkip,
  NO_PYTHON,
  preparePython,
} from "../../tools/launch/python-environment.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../..");
const LOCK = join(ROOT, "docs/tutorial/lightgbm/requirements.lock");
const say = (line) => process.stderr.write(`tutorial: ${line}\n`);

function main([command]) {
  const python = findPython();
  if (command === "fingerprint") {
    console.log(`${python?.version ?? "no python"} ${process.platform} ${process.arch}`);
    return 0;
  }
  if (python === undefined) {
    if (mustNotSkip()) {
      throw new Failure(
        `The tutorial's tests cannot run, because ${NO_PYTHON}; with CI set this is a failure. ${GET_PYTHON} to run them.`,
      );
    }
    console.log(`tutorial: SKIPPED, the tutorial's tests: ${NO_PYTHON}. ${GET_PYTHON} to run them.`);
    return 0;
  }
  const executable = preparePython(python, LOCK, say);
  const { status } = spawnSync(join(ROOT, "node_modules/.bin/vitest"), ["run"], {
    cwd: HERE,
    stdio: "inherit",
    env: { ...process.env, TUTORIAL_PYTHON: executable, PYTHONDONTWRITEBYTECODE: "1" },
  });
  return status ?? 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  say(error.message);
  process.exitCode = 2;
}
