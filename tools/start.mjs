// `npm start`: install, package, deploy the local stack, predict once at each door. Node 20 can run this.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageArtifacts, runPulumiCommand, stackOutputs } from "./deploying.mjs";
import { ensureInstalled, projectEnvironment } from "./install.mjs";
import { predictAtEachDoor, readExample } from "./prediction.mjs";
import { resolvePulumi } from "./pulumi/resolve.mjs";
import { passThrough } from "./pulumi/src/run.mjs";
import { runCommand } from "./step.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const STACK = "local";
const whence = { path: "from PATH", npm: "from the npm package", go: "built from Go modules" };

await runCommand(async () => {
  await ensureInstalled(root);
  const workspace = { root, env: projectEnvironment(root) };
  await packageArtifacts(workspace, ["server-bundle", "lambda-zip"]);
  const cli = await resolvePulumi({ log: console.log });
  if ("unavailable" in cli) {
    console.log(`${cli.unavailable} Until then the services run without it.`);
    return serveWithoutPulumi(workspace.env);
  }
  await deploy(cli, workspace);
  await predictAtEachDoor(await doorsOfStack(workspace), readExample(root));
  console.log(`\nBoth keep running. Stop them:\n  npx pulumi destroy --yes --stack ${STACK}`);
  return 0;
});

// With --refresh, because a service that died since the last time is drift that a plain `up` does not see.
async function deploy({ version, source }, workspace) {
  console.log(`> Deploying the stack ${STACK} with Pulumi ${version} (${whence[source]}) ...`);
  const flags = ["--yes", "--skip-preview", "--refresh", "--suppress-outputs"];
  await runPulumiCommand(workspace, STACK, "up", flags, "deployed");
}

async function doorsOfStack(workspace) {
  const { serverUrl, lambdaUrl } = await stackOutputs(workspace, STACK);
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
