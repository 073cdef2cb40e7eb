// `up` is killed at several moments; what it had started is gone after `cancel` and `destroy`, and can be started again.
import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort, isFreePort } from "../../launch/free-port.testing.mjs";
import { resolvePulumi } from "../../pulumi/resolve.mjs";
import { root } from "../../launch/root.mjs";

const dist = join(root, "apps/inference-api/dist");
const noArtifacts = existsSync(join(dist, "artifacts.json"))
  ? undefined
  : `There is no ${dist}/artifacts.json: run npx nx run inference-api:package.`;
const reason = (await resolvePulumi({})).unavailable ?? noArtifacts;
if (reason !== undefined) console.warn(`SKIPPED, interrupted runs under the real engine: ${reason}`);

const stack = `local-killed-${process.pid}`;
const stackFile = join(root, "stacks", `Pulumi.${stack}.yaml`);
const services = join(root, ".modelport", "local", stack);
const locks = join(root, ".modelport/state/.pulumi/locks/organization/modelport", stack);
const checkpoint = join(root, ".modelport/state/.pulumi/stacks/modelport", `${stack}.json`);
const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
const env = { ...Object.fromEntries(own), HOME: process.env.HOME, MODELPORT_ARTIFACTS_DIR: dist };
const program = join(root, "tools/pulumi/bin/pulumi.mjs");
let ports;

function pulumi(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args, "--stack", stack], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

/** The processes of Pulumi that run our resources below `pid`: in a group of their own, so that its end does not end them. */
function providersBelow(pid) {
  if (process.platform !== "linux") return [];
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [name, /^PPid:\t(\d+)$/m.exec(textOf(`/proc/${name}/status`))?.[1]]),
  );
  const isBelow = (name) => name !== undefined && (name === String(pid) || isBelow(parents.get(name)));
  return [...parents.keys()].filter((name) => isProvider(name) && isBelow(name));
}

const isProvider = (pid) => textOf(`/proc/${pid}/cmdline`).includes("dynamic-provider");

function textOf(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** `up`, and kill -9 of it and of what is in its group as soon as `isMoment()`; the providers that it had. */
async function killUp(isMoment) {
  const args = [program, "up", "--stack", stack, "--yes", "--skip-preview", "--non-interactive"];
  const child = spawn(process.execPath, args, { cwd: root, env, detached: true, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("close", resolve));
  while (!isMoment() && child.exitCode === null) await sleep(2);
  expect(child.exitCode, "the moment came before the end").toBeNull();
  const providers = providersBelow(child.pid);
  process.kill(-Number(child.pid), "SIGKILL");
  await ended;
  return providers;
}

const filesIn = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
const record = (service) => {
  try {
    return JSON.parse(readFileSync(join(services, service, "service.json"), "utf8"));
  } catch {
    return undefined;
  }
};

function processesLeft() {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`).startsWith(services);
      } catch {
        return false;
      }
    });
}

/** The processes of Pulumi that run the program of this stack. */
function programsLeft() {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((name) =>
    textOf(`/proc/${name}/cmdline`).includes(`\0--stack\0${stack}\0--pwd\0`),
  );
}

/** Then no code of ours runs yet in Pulumi's processes for the program and for our resources, which may stay. */
const BEFORE = "before anything is started";

const unlock = async () => (await pulumi("cancel", "--yes")).output;
const destroy = () => pulumi("destroy", "--yes", "--skip-preview", "--non-interactive");

describe.skipIf(reason !== undefined)("a run that is killed", { timeout: 240_000 }, () => {
  beforeEach(async () => {
    ports = [await freePort(), await freePort()];
    writeFileSync(stackFile, `config:\n  modelport:serverPort: ${ports[0]}\n  modelport:lambdaPort: ${ports[1]}\n`);
  });

  afterEach(async () => {
    await unlock();
    await destroy();
  }, 120_000);

  afterAll(async () => {
    for (const pid of programsLeft()) process.kill(Number(pid), "SIGKILL");
    await pulumi("stack", "rm", "--yes", "--force");
    for (const path of [stackFile, services]) rmSync(path, { recursive: true, force: true });
  }, 60_000);

  it.each([
    [BEFORE, () => filesIn(locks).length > 0],
    ["while a service's folder is made", () => filesIn(services).length > 0],
    ["while a service starts", () => record("server") !== undefined],
    ["when a service is ready", () => record("server")?.isReady === true],
    ["when both are ready", () => record("server")?.isReady === true && record("lambda")?.isReady === true],
  ])("%s leaves nothing behind", async (moment, isMoment) => {
    const providers = await killUp(isMoment);
    if (filesIn(locks).length > 0) {
      expect((await pulumi("up", "--yes", "--skip-preview", "--non-interactive")).output).toContain(
        `The stack ${stack} is locked by a run that is in progress or was killed: if none is in progress, ` +
          `\`npx pulumi cancel --yes --stack ${stack}\` unlocks it.`,
      );
    }
    await unlock();
    const { code, output } = await destroy();
    expect(code, output).toBe(0);
    // An orphan of the killed run might still be at it.
    await sleep(2_000);
    expect(processesLeft()).toEqual([]);
    if (moment !== BEFORE) await expect.poll(programsLeft, { timeout: 10_000 }).toEqual([]);
    if (moment !== BEFORE) expect(providers.filter(isProvider)).toEqual([]);
    expect(filesIn(services)).toEqual([]);
    // One that is cut off would make the whole state unreadable.
    expect(filesIn(dirname(checkpoint)).filter((name) => name.startsWith(stack) && name.endsWith(".attrs"))).toEqual(
      [],
    );
    for (const port of ports) expect(await isFreePort(port), String(port)).toBe(true);
  });

  it("can be done again at once, and what the killed one had started gives way", async () => {
    await killUp(() => record("server")?.isReady === true);
    await unlock();
    const { code, output } = await pulumi("up", "--yes", "--skip-preview", "--refresh", "--non-interactive");
    expect(code, output).toBe(0);
    for (const port of ports) expect((await fetch(`http://127.0.0.1:${port}/ready`)).ok).toBe(true);
  });

  it("with a broken checkpoint is told how to go on", async () => {
    await pulumi("config", "set", "modelport:logLevel", "info");
    const sound = readFileSync(checkpoint);
    writeFileSync(checkpoint, sound.subarray(0, 20));
    const { code, output } = await destroy();
    writeFileSync(checkpoint, sound);
    expect(code).not.toBe(0);
    expect(output).toContain(`The state of ${stack} is broken (${checkpoint} is not JSON): `);
  });
});
