// `npm test`: install where needed, then every project's tests. Node 20 can run this.
import { fileURLToPath } from "node:url";
import { ensureInstalled, projectEnvironment } from "./install.mjs";
import { passThrough } from "./pulumi/src/run.mjs";
import { runCommand } from "./step.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

await runCommand(async () => {
  await ensureInstalled(root);
  const args = ["run-many", "-t", "test", "--outputStyle=stream", ...process.argv.slice(2)];
  const { code } = await passThrough("nx", args, { cwd: root, env: projectEnvironment(root) });
  return code ?? 1;
});
