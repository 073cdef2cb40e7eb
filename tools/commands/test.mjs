// `npm test`: install where needed, then every project's tests, and one line that sums them up.
import { join } from "node:path";
import { ensureInstalled, projectEnvironment } from "../launch/install.mjs";
import { resolvePulumi } from "../pulumi/resolve.mjs";
import { passThrough } from "../launch/run.mjs";
import { root } from "../launch/root.mjs";
import { runCommand } from "../launch/step.mjs";
import { createSummary } from "../launch/test-summary.mjs";

await runCommand(async () => {
  await ensureInstalled(root);
  // Before Nx looks at what is available, so that every test of this run has the CLI, or none has.
  await resolvePulumi({ log: console.log });
  const summary = createSummary();
  const args = ["run-many", "-t", "test", "--outputStyle=stream", ...process.argv.slice(2)];
  const env = {
    ...(process.stdout.isTTY && !process.env.NO_COLOR && { FORCE_COLOR: "true" }),
    // The tests start hundreds of processes that import the same modules; Node compiles each once.
    NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "node"),
    ...process.env,
  };
  const { code, signal } = await passThrough("nx", args, {
    cwd: root,
    env: projectEnvironment(root, env),
    keepLine: (line) => summary.add(line),
  });
  const times = summary.times();
  if (times !== undefined) console.log(times);
  console.log(summary.line(code ?? signal));
  return code ?? 1;
});
