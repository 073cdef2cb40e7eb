// `npm start`: install, package, deploy the local stack, predict once at each door. Node 20 can run this.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled, projectEnvironment } from "./install.mjs";
import { predictAtEachDoor, readExample } from "./prediction.mjs";
import { resolvePulumi } from "./pulumi/resolve.mjs";
import { capture, passThrough } from "./pulumi/src/run.mjs";
import { runCommand, step, StepFailed } from "./step.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const pulumi = join(root, "tools", "pulumi", "bin", "pulumi.mjs");
const STACK = "local";
const whence = { path: "from PATH", npm: "from the npm package", go: "built from Go modules" };

await runCommand(async () => {
  await ensureInstalled(root);
  // Nothing may stay behind of a first run, Nx's daemon included.
  const env = { ...projectEnvironment(root), NX_DAEMON: "false" };
  await step("Packaging the model and its server (nx run inference-api:package)", (onLine) =>
    capture("nx", ["run", "inference-api:package"], { cwd: root, env, onLine }),
  );
  const cli = await resolvePulumi({ log: console.log });
  if ("unavailable" in cli) {
    console.log(`${cli.unavailable} Until then the services run without it.`);
    return serveWithoutPulumi(env);
  }
  await deploy(cli, env);
  await predictAtEachDoor(await doorsOfStack(env), readExample(root));
  console.log(`\nBoth keep running. Stop them:\n  npx pulumi destroy --yes --stack ${STACK}`);
  return 0;
});

// With --refresh, because a service that died since the last time is drift that a plain `up` does not see.
async function deploy({ version, source }, env) {
  console.log(`> Deploying the stack ${STACK} with Pulumi ${version} (${whence[source]}) ...`);
  const flags = ["--yes", "--skip-preview", "--refresh", "--suppress-outputs", "--stack", STACK];
  const { code } = await passThrough(process.execPath, [pulumi, "up", ...flags], { cwd: root, env });
  if (code !== 0)
    throw new StepFailed(`The stack ${STACK} was not deployed; Pulumi's message stands above.`, code ?? 1);
}

async function doorsOfStack(env) {
  const args = [pulumi, "stack", "output", "--json", "--stack", STACK];
  const { code, stdout, output } = await capture(process.execPath, args, { cwd: root, env });
  if (code !== 0) throw new StepFailed(output, code);
  const { serverUrl, lambdaUrl } = JSON.parse(stdout);
  return [
    { name: "server bundle", url: serverUrl },
    { name: "Lambda zip", url: lambdaUrl },
  ];
}

// Where PATH has a newer Node and the platform no pinned one, `node` is that newer Node.
async function serveWithoutPulumi(env) {
  const { code } = await passThrough("node", [join(root, "tools", "serve-without-pulumi.mjs")], { cwd: root, env });
  return code ?? 0;
}
