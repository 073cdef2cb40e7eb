// `npm run manifests -- <stack> --out <folder>`: the Kubernetes objects that `up` would declare, for Argo CD, Flux or kubectl.
import { join } from "node:path";
import { artifactKinds, packageArtifacts, readStackArguments, stackConfiguration } from "../launch/deploying.mjs";
import { ensureInstalled, projectEnvironment } from "../launch/install.mjs";
import { passThrough } from "../launch/run.mjs";
import { root } from "../launch/root.mjs";
import { runCommand } from "../launch/step.mjs";

await runCommand(async () => {
  const { stack, name, flags } = readStackArguments("manifests", root, process.argv.slice(2));
  await ensureInstalled(root);
  const env = projectEnvironment(root);
  const workspace = { root, env };
  // The manifests name the image by its digest, so that it is packaged first.
  await packageArtifacts(
    workspace,
    await artifactKinds(workspace, name, await stackConfiguration(workspace, stack, [])),
  );
  const program = join(root, "tools", "offline", "offline.mjs");
  const { code } = await passThrough("node", [program, "manifests", stack, ...flags], { cwd: root, env });
  return code ?? 1;
});
