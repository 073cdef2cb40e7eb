// Runs both artefacts with the local stack's default settings until Ctrl-C. Needs the pinned Node: it imports TypeScript.
import { join } from "node:path";
import { startService, stopService } from "@modelport/local-runtime";
import { hostPlatform, readArtifacts } from "@modelport/packaging";
import { settings } from "../stacks/local/settings.ts";
import { removeEmptyParents, serviceFolder } from "../stacks/local/state-folder.ts";
import { predictAtEachDoor, readExample } from "./prediction.mjs";
import { runCommand, step, StepFailed } from "./step.mjs";

const root = join(import.meta.dirname, "..");
const dist = join(root, "apps", "inference-api", "dist");
const running = [];

await runCommand(async () => {
  const stopped = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });
  try {
    const doors = await startBoth();
    await predictAtEachDoor(doors, readExample(root));
    console.log("\nBoth run until Ctrl-C.");
    await stopped;
  } finally {
    for (const service of running) {
      await stopService(service);
      await removeEmptyParents(service.directory);
    }
  }
  return 0;
});

async function startBoth() {
  const { serverPort, lambdaPort, memoryMiB, timeoutSeconds, logLevel } = settings.parse({});
  const doors = [
    { name: "server bundle", service: "server", kind: "server-bundle", port: serverPort },
    { name: "Lambda zip", service: "lambda", kind: "lambda-zip", port: lambdaPort, memoryMiB, timeoutSeconds },
  ];
  for (const { name, service, ...spec } of doors)
    await step(`Starting the ${name}`, () => start(service, spec, logLevel));
  return doors.map(({ name }, index) => ({ name, url: running[index].url }));
}

async function start(service, { kind, port, ...limits }, logLevel) {
  const { artifacts } = readArtifacts(dist);
  const artifact = artifacts.find((built) => built.kind === kind && built.platform === hostPlatform());
  if (!artifact)
    throw new StepFailed(`${dist} holds no ${kind} for ${hostPlatform()}: run npx nx run inference-api:package.`);
  try {
    running.push(
      await startService({
        name: service,
        artifact: { kind, path: join(dist, artifact.path), digest: artifact.digest },
        directory: serviceFolder("without-pulumi", service),
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
