// Prints one line when a step begins, one every few seconds while it runs, and its duration if it took long.
const SIGN_OF_LIFE_SECONDS = 5;
const LONG_SECONDS = 2;
const FIRST_LINES_SHOWN_ON_FAILURE = 15;
const LAST_LINES_SHOWN_ON_FAILURE = 30;

/** A step failed; the user reads `message`, and the command exits with `exitCode`. */
export class StepFailed extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * Runs `work(onLine)`, which resolves to `{code, output}`; throws with the output if the code is not 0.
 * @template {{code: number, output: string}} T
 * @param {string} title
 * @param {(onLine: (line: string) => void) => Promise<T>} work
 */
export async function step(title, work, { print = console.log, now = Date.now } = {}) {
  const started = now();
  const seconds = () => Math.round((now() - started) / 1000);
  let lastLine = "";
  print(`> ${title} ...`);
  const signOfLife = setInterval(
    () => print(`  ${seconds()} s${lastLine ? `: ${lastLine}` : ""}`),
    SIGN_OF_LIFE_SECONDS * 1000,
  );
  try {
    const result = await work((line) => {
      lastLine = line.trim().slice(0, 100);
    });
    if (result.code !== 0) throw new StepFailed(failure(title, result));
    if (seconds() >= LONG_SECONDS) print(`  done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(signOfLife);
  }
}

function failure(title, { code, output }) {
  const lines = output.trimEnd().split("\n");
  const omitted = lines.length - FIRST_LINES_SHOWN_ON_FAILURE - LAST_LINES_SHOWN_ON_FAILURE;
  if (omitted > 0) lines.splice(FIRST_LINES_SHOWN_ON_FAILURE, omitted, `  (${omitted} lines left out)`);
  return `${lines.join("\n")}\n\n${title}: failed with exit code ${code}; see its output above.`;
}

const OLDEST_NODE_MAJOR = 20;

function refuseOldNode({ node }) {
  if (Number(node.split(".")[0]) >= OLDEST_NODE_MAJOR) return;
  throw new StepFailed(
    `Node ${node} is too old to install and start modelport: put Node ${OLDEST_NODE_MAJOR} or newer on PATH ` +
      "(https://nodejs.org/en/download) and run the command again.",
  );
}

/** Runs the body of a command; exits with one sentence if a step fails or Node is too old. */
export async function runCommand(body) {
  try {
    refuseOldNode(process.versions);
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}
