// The packaged server under other projects' clients: Triton's Open Inference client and schemathesis.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startService, stopService } from "@modelport/local-runtime";
import { hostPlatform, readArtifacts } from "@modelport/packaging";
import {
  Failure,
  findPython,
  GET_PYTHON,
  mustNotSkip,
  NO_PYTHON,
  preparePython,
} from "../../tools/launch/python-environment.mjs";
import { countRequests, reportRequests } from "./requests.ts";

const HERE = import.meta.dirname;
const ROOT = join(HERE, "../..");
const DIST = join(ROOT, "apps/inference-api/dist");
/** Time limit of one program; schemathesis takes about two minutes on two cores. */
const TIMEOUT_MS = 240_000;

const say = (line: string) => console.log(`conformance: ${line}`);

async function main(): Promise<void> {
  const python = findPython();
  if (!python) {
    const sentence = `${NO_PYTHON}. ${GET_PYTHON} to run them.`;
    if (mustNotSkip()) throw new Failure(`The checks cannot run, because ${sentence}`);
    say(`SKIPPED: nothing was checked, because ${sentence}`);
    return;
  }
  const executable = preparePython(python, join(HERE, "requirements.lock"), say);
  const folder = await mkdtemp(join(tmpdir(), "modelport-conformance-"));
  const server = await startService({
    name: "conformance",
    artifact: serverBundle(),
    directory: join(folder, "server"),
    port: await freePort(),
    environment: { LOG_LEVEL: "error", DRAIN_DELAY_MS: "0" },
  });
  try {
    const before = await countRequests(server.url);
    await run(executable, ["open_inference_client.py", server.url, join(ROOT, "model")]);
    const document = `${server.url}/openapi.json`;
    const schemathesis = [
      "-m",
      "schemathesis.cli",
      "--config-file",
      "schemathesis.toml",
      "run",
      document,
      "--no-color",
    ];
    await run(executable, schemathesis, { MODELPORT_MANIFEST: join(ROOT, "model/manifest.json"), NO_COLOR: "1" });
    reportRequests(before, await countRequests(server.url), say);
  } finally {
    await stopService(server);
    await rm(folder, { recursive: true, force: true });
  }
}

function serverBundle() {
  const found = readArtifacts(DIST).artifacts.find(
    ({ kind, platform }) => kind === "server-bundle" && platform === hostPlatform(),
  );
  if (!found) throw new Failure(`${DIST} has no server for ${hostPlatform()}: run npx nx run inference-api:package.`);
  return { kind: "server-bundle", path: join(DIST, found.path), digest: found.digest } as const;
}

/** Runs a Python program. @throws {Failure} if it fails or takes too long */
async function run(python: string, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const program = spawn(python, parameters, {
    cwd: HERE,
    stdio: "inherit",
    timeout: TIMEOUT_MS,
    // Nx sets FORCE_COLOR, which makes schemathesis draw its progress into a log.
    env: { ...process.env, FORCE_COLOR: undefined, PYTHONDONTWRITEBYTECODE: "1", PYTHONPATH: HERE, ...environment },
  });
  const [code, signal] = (await once(program, "close")) as [number | null, NodeJS.Signals | null];
  if (signal) throw new Failure(`${parameters.join(" ")} was stopped by ${signal} after ${TIMEOUT_MS / 1000} s.`);
  if (code !== 0) throw new Failure(`${parameters.join(" ")} exited with code ${code}: see the lines above.`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`conformance: ${error.message}\n`);
  process.exitCode = 1;
}
