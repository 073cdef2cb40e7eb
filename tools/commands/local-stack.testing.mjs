// A local stack with its own ports, backend and home, for tests that run `npm run up`, `verify` and `destroy` on it.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { freePort } from "../launch/free-port.testing.mjs";
import { root } from "../launch/root.mjs";
import { resolvePulumi } from "../pulumi/resolve.mjs";

/** Where the artifacts are, and what `artifacts.json` says of them. */
export const dist = join(root, "apps/inference-api/dist");
export const report = existsSync(join(dist, "artifacts.json"))
  ? JSON.parse(readFileSync(join(dist, "artifacts.json")))
  : undefined;

/** Why these tests cannot run; undefined where they can. */
export async function whyNoStack() {
  const { unavailable } = await resolvePulumi({});
  return (
    unavailable ?? (report ? undefined : `There is no ${dist}/artifacts.json: run npx nx run inference-api:package.`)
  );
}

export async function openLocalStack(stack) {
  const file = join(root, "stacks", `Pulumi.${stack}.yaml`);
  const folder = await mkdtemp(join(tmpdir(), "modelport-up-"));
  await mkdir(join(folder, "state"));
  const port = await freePort(2);
  await writeFile(file, `config:\n  modelport:serverPort: ${port}\n  modelport:lambdaPort: ${port + 1}\n`);
  const environment = {
    ...process.env,
    PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: undefined,
    MODELPORT_ARTIFACTS_DIR: dist,
  };
  const run = (words, env = {}) =>
    new Promise((resolve) => {
      const child = spawn(words[0], words.slice(1), { cwd: root, env: { ...environment, ...env } });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
      child.on("close", (code) => resolve({ code, output }));
    });
  const command = (name, ...flags) => [process.execPath, join(root, "tools/commands", `${name}.mjs`), stack, ...flags];
  const destroy = () => run(["npm", "run", "destroy", "--", stack, "--yes", "--skip-preview"]);
  return {
    file,
    port,
    url: `http://127.0.0.1:${port}`,
    up: (env, ...flags) =>
      run(command("up", "--yes", "--skip-preview", "--verify-timeout-seconds", "3", ...flags), env),
    verify: () => run(command("verify", "--verify-timeout-seconds", "3")),
    destroy,
    async close() {
      await destroy();
      await Promise.all([folder, file].map((path) => rm(path, { recursive: true, force: true })));
    },
  };
}
