// `npm run up`, `verify` and `destroy` of a local stack under the real engine: what was shipped answers, or it is said.
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { resolvePulumi } from "../pulumi/resolve.mjs";
import { freePort } from "../launch/free-port.testing.mjs";
import { root } from "../launch/root.mjs";

const dist = join(root, "apps/inference-api/dist");
const report = existsSync(join(dist, "artifacts.json"))
  ? JSON.parse(readFileSync(join(dist, "artifacts.json")))
  : undefined;
const noArtifacts = report ? undefined : `There is no ${dist}/artifacts.json: run npx nx run inference-api:package.`;
const reason = (await resolvePulumi({})).unavailable ?? noArtifacts;
if (reason !== undefined) console.warn(`SKIPPED, npm run up under the real engine: ${reason}`);

const stack = `local-up-${process.pid}`;
const stackFile = join(root, "stacks", `Pulumi.${stack}.yaml`);
const { version } = report?.model ?? {};
let folder;
let ports;
let environment;

function run(words, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(words[0], words.slice(1), { cwd: root, env: { ...environment, ...env } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
    child.on("close", (code) => resolve({ code, output }));
  });
}

const tool = (name) => [process.execPath, join(root, "tools", "commands", `${name}.mjs`), stack];
const up = (env, ...flags) =>
  run([...tool("up"), "--yes", "--skip-preview", "--verify-timeout-seconds", "3", ...flags], env);
const verify = () => run([...tool("verify"), "--verify-timeout-seconds", "3"]);

/** The artefacts as they are, with another `artifacts.json`. */
async function artifactsThatSay(change) {
  const copy = await mkdtemp(join(tmpdir(), "modelport-up-artifacts-"));
  onTestFinished(() => rm(copy, { recursive: true }));
  for (const name of await readdir(dist)) await symlink(join(dist, name), join(copy, name));
  await rm(join(copy, "artifacts.json"));
  await writeFile(join(copy, "artifacts.json"), JSON.stringify(change(report)));
  return { MODELPORT_ARTIFACTS_DIR: copy };
}

describe.skipIf(reason !== undefined)("a local stack", { timeout: 180_000 }, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modelport-up-"));
    await mkdir(join(folder, "state"));
    const port = await freePort(2);
    ports = [port, port + 1];
    environment = {
      ...process.env,
      PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
      PULUMI_HOME: join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: undefined,
      MODELPORT_ARTIFACTS_DIR: dist,
    };
    const settings = `  modelport:serverPort: ${ports[0]}\n  modelport:lambdaPort: ${ports[1]}\n`;
    await writeFile(stackFile, `config:\n${settings}`);
  });

  afterAll(async () => {
    await run(["npm", "run", "destroy", "--", stack, "--yes"]);
    await Promise.all([folder, stackFile].map((path) => rm(path, { recursive: true, force: true })));
  }, 120_000);

  it("is deployed, summed up and verified, and the curl line works", async () => {
    const { code, output } = await up();
    const url = `http://127.0.0.1:${ports[0]}`;
    expect(code, output).toBe(0);
    expect(output).toContain(
      `\n${stack}: ${report.model.name} ${version} on local\n  url       ${url}\n  auth      none\n`,
    );
    expect(output).toContain(`\nok       version     ${version}\n`);
    expect(output).toContain(`\nAll 6 checks of ${url} are ok.\n`);
    expect(output).not.toContain("WARNING");
    const line = /\nAsk it:\n {2}(curl .*)\n/.exec(output)?.[1] ?? "";
    const { stdout } = await promisify(execFile)("sh", ["-c", line]);
    expect(JSON.parse(stdout)).toMatchObject({ model_version: version });
  });

  it("is refused for a wrong setting before anything is packaged or touched", async () => {
    const settings = await readFile(stackFile, "utf8");
    onTestFinished(() => writeFile(stackFile, settings));
    await writeFile(stackFile, settings.replace(/^( +)modelport:lambdaPort/m, "$1modelport:logLevel: loud\n$&"));
    expect(await up()).toEqual({
      code: 1,
      output:
        'modelport:logLevel is "loud", but it takes one of trace, debug, info, warn, error, fatal ("info" when left out); ' +
        `set it with \`npx pulumi config set modelport:logLevel info --stack ${stack}\`.\n`,
    });
  });

  it("is verified alone", async () => {
    const { code, output } = await verify();
    expect(code, output).toBe(0);
    expect(output).toContain("All 6 checks");
  });

  it("fails where what answers is another version than what was shipped", async () => {
    const env = await artifactsThatSay(({ model, ...others }) => ({
      ...others,
      model: { ...model, version: "9.9.9" },
    }));
    const { code, output } = await up(env);
    const url = `http://127.0.0.1:${ports[0]}`;
    expect(code, output).toBe(1);
    expect(output).toContain(
      `failed   version     ${url} serves the model version ${version}, but 9.9.9 was shipped: `,
    );
    expect(output).toContain(
      `\nThe stack ${stack} is deployed, but what answers at ${url} is not what was shipped; the failed checks stand above. `,
    );
  });

  it("fails where another server has taken the place", async () => {
    const record = join(root, ".modelport/local", stack, "server/service.json");
    const { pid, port } = JSON.parse(readFileSync(record, "utf8"));
    process.kill(-pid, "SIGKILL");
    const stranger = await startStranger(port);
    const { code, output } = await verify();
    const failed = await up({}, "--refresh");
    stranger.kill();
    await once(stranger, "exit");
    expect(code, output).toBe(1);
    expect(output).toContain(`does not say which artifact it runs, but `);
    expect(output).toContain(`2 of 6 checks of http://127.0.0.1:${port} failed: version, artifact.`);
    expect(failed.code, failed.output).not.toBe(0);
    const healed = await up();
    expect(healed.code, healed.output).toBe(0);
    expect(healed.output).toContain(`The last update of ${stack} did not succeed: this one begins with a refresh.\n`);
  });

  it("says what it cannot verify because it is not there", async () => {
    const { code, output } = await run(["npm", "run", "destroy", "--", stack, "--yes", "--skip-preview"]);
    expect(code, output).toBe(0);
    expect(await verify()).toEqual({
      code: 1,
      output: `The stack ${stack} has no outputs: deploy it with npm run up -- ${stack}.\n`,
    });
  });
});

/** The same server, of the same model, but not of this deployment. */
async function startStranger(port) {
  const { path } = report.artifacts.find(({ kind }) => kind === "server-bundle");
  const copy = join(tmpdir(), `modelport-stranger-${randomUUID()}`);
  await cp(join(dist, path), copy, { recursive: true });
  const child = spawn("node", [join(copy, "server.mjs")], {
    env: { PATH: process.env.PATH, PORT: String(port), HOST: "127.0.0.1", LOG_LEVEL: "fatal" },
    stdio: "ignore",
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await rm(copy, { recursive: true });
  });
  return child;
}
