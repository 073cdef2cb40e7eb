// `npm start`: find ports, install, package, deploy the local stack, predict with each artifact.
import { join } from "node:path";
import { packageArtifacts, runPulumiCommand, stackOutputs } from "../launch/deploying.mjs";
import { ensureInstalled, projectEnvironment } from "../launch/install.mjs";
import { chooseLocalPorts, movedPortSentences, portFlags } from "../launch/local-ports.mjs";
import { pageLines, predictAtEachEndpoint, readExample } from "../launch/prediction.mjs";
import { resolvePulumi } from "../pulumi/resolve.mjs";
import { passThrough } from "../launch/run.mjs";
import { root } from "../launch/root.mjs";
import { runCommand } from "../launch/step.mjs";

const STACK = "local";
const origins = { path: "from PATH", npm: "from the npm package", go: "built from Go modules" };

await runCommand(async () => {
  const ports = await chooseLocalPorts(root);
  for (const sentence of movedPortSentences(ports)) console.log(sentence);
  await ensureInstalled(root);
  const workspace = { root, env: projectEnvironment(root) };
  await packageArtifacts(workspace, ["server-bundle", "lambda-zip"]);
  const cli = await resolvePulumi({ log: console.log });
  if ("unavailable" in cli) {
    console.log(`${cli.unavailable} Until then the services run without it.`);
    return serveWithoutPulumi(workspace.env, ports);
  }
  await deploy(cli, workspace, ports);
  const { serverUrl, lambdaUrl } = await stackOutputs(workspace, STACK);
  const services = [
    { name: "server bundle", url: serverUrl },
    { name: "Lambda zip", url: lambdaUrl },
  ];
  await predictAtEachEndpoint(services, readExample(workspace));
  for (const line of pageLines(serverUrl)) console.log(line);
  console.log(`\nBoth keep running. Stop them:\n  npx pulumi destroy --yes --stack ${STACK}`);
  return 0;
});

// With --refresh: a plain `up` does not notice that a service died.
async function deploy({ version, source }, workspace, ports) {
  console.log(`> Deploying the stack ${STACK} with Pulumi ${version} (${origins[source]}) ...`);
  const flags = ["--yes", "--skip-preview", "--refresh", "--suppress-outputs", ...portFlags(ports)];
  await runPulumiCommand(workspace, STACK, "up", flags, "deployed");
}

// Platforms without a pinned Node run the newer one on PATH.
async function serveWithoutPulumi(env, ports) {
  const program = join(root, "tools", "launch", "node-24", "serve-without-pulumi.mjs");
  const words = ports.map(({ port }) => String(port));
  const { code } = await passThrough("node", [program, ...words], { cwd: root, env });
  return code ?? 0;
}
