// `serve-without-pulumi.mjs <server port> <lambda port>`: runs both artifacts with the local stack's default settings until
// Ctrl-C.
import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { startService, stopService } from "@modelport/local-runtime";
import { hostPlatform, readArtifacts } from "@modelport/packaging";
import { local } from "@modelport/stacks/registry";
import { artifactsFolder, pageLines, predictAtEachEndpoint, readExample } from "../prediction.mjs";
import { runCommand, step, StepFailed } from "../step.mjs";
import { root } from "../root.mjs";

const workspace = { root, env: process.env };
const folder = artifactsFolder(workspace);
const [serverPort, lambdaPort] = process.argv.slice(2).map(Number);
const services = join(root, ".modelport", "local", "without-pulumi");
const running = [];

await runCommand(async () => {
  const { interrupted, release } = untilInterrupted();
  try {
    const endpoints = await startBoth();
    await predictAtEachEndpoint(endpoints, readExample(workspace));
    for (const line of pageLines(endpoints[0].url)) console.log(line);
    console.log("\nBoth run until Ctrl-C.");
    await interrupted;
  } finally {
    release();
    for (const service of running) {
      await stopService(service);
    }
    for (const empty of [services, join(services, "..")]) await rmdir(empty).catch(() => undefined);
  }
  return 0;
});

// A signal handler does not keep a process alive. It stays registered, so that a second Ctrl-C does not interrupt the stop.
function untilInterrupted() {
  const alive = setInterval(() => undefined, 60_000);
  const interrupted = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, resolve);
  });
  return { interrupted, release: () => clearInterval(alive) };
}

async function startBoth() {
  const { memoryMiB, timeoutSeconds, logLevel } = local.parseSettings({});
  const endpoints = [
    { name: "server bundle", service: "server", kind: "server-bundle", port: serverPort },
    { name: "Lambda zip", service: "lambda", kind: "lambda-zip", port: lambdaPort, memoryMiB, timeoutSeconds },
  ];
  for (const { name, service, ...spec } of endpoints)
    await step(`Starting the ${name}`, () => start(service, spec, logLevel));
  return endpoints.map(({ name }, index) => ({ name, url: running[index].url }));
}

async function start(service, { kind, port, ...limits }, logLevel) {
  const { artifacts } = readArtifacts(folder);
  const artifact = artifacts.find((built) => built.kind === kind && built.platform === hostPlatform());
  if (!artifact)
    throw new StepFailed(`${folder} has no ${kind} for ${hostPlatform()}: run npx nx run inference-api:package.`);
  try {
    running.push(
      await startService({
        name: service,
        artifact: { kind, path: join(folder, artifact.path), digest: artifact.digest },
        directory: join(services, service),
        port,
        environment: { LOG_LEVEL: logLevel },
        ...limits,
      }),
    );
  } catch (error) {
    throw error.name === "LocalRuntimeError" ? new StepFailed(error.message) : error;
  }
  return { code: 0, output: "" };
}
