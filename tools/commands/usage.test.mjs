// Wrong command lines get one sentence, and a machine that has never run Pulumi gets no question.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { userCacheFolder } from "@modelport/user-cache";
import { resolvePulumi } from "../pulumi/resolve.mjs";
import { isFree, knownTargets } from "../launch/targets.mjs";
import { root } from "../launch/root.mjs";

const targets = knownTargets(root);
const usage = (command) =>
  `write npm run ${command} -- <stack>, where <stack> is <target> or <target>-<environment> (e.g. ${targets[0]} or ` +
  `${targets[0]}-dev) and the target is one of: ${targets.join(", ")}.\n`;

function run(program, args, env = process.env) {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, program), ...args], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

it.each([
  ["tools/commands/destroy.mjs", [], `A stack is missing: ${usage("destroy")}`],
  ["tools/commands/destroy.mjs", ["--yes"], `A stack is missing: ${usage("destroy")}`],
  [
    "tools/commands/up.mjs",
    ["local", "--offline"],
    "npm run up deploys to the real local: write npm run preview -- local --offline to see what it would create, or " +
      "npx modelport-offline up local to create it in stand-in clouds.\n",
  ],
])("%s %j", async (program, args, output) => {
  expect(await run(program, args)).toEqual({ code: 2, output });
});

const { unavailable } = await resolvePulumi({});
if (unavailable !== undefined) console.warn(`SKIPPED, a machine that has never seen Pulumi: ${unavailable}`);

describe.skipIf(unavailable !== undefined)("on a machine that has never seen Pulumi", { timeout: 120_000 }, () => {
  const free = targets.find(isFree);
  const paid = targets.find((target) => !isFree(target));

  it.each([free, paid])("a stack of %s is made without a question about a passphrase", async (target) => {
    const stack = `${target}-fresh-${process.pid}`;
    const home = mkdtempSync(join(tmpdir(), "modelport-fresh-"));
    mkdirSync(join(home, "empty"));
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith("PULUMI_"));
    const env = { ...Object.fromEntries(own), HOME: join(home, "empty"), XDG_CACHE_HOME: dirname(userCacheFolder()) };
    const pulumi = (...args) => run("tools/pulumi/bin/pulumi.mjs", [...args, "--stack", stack], env);
    onTestFinished(async () => {
      await pulumi("stack", "rm", "--yes", "--force");
      for (const path of [home, join(root, "stacks", `Pulumi.${stack}.yaml`)])
        rmSync(path, { recursive: true, force: true });
    });
    const made = await pulumi("config", "set", "modelport:logLevel", "debug");
    expect(made).toEqual({ code: 0, output: "" });
    expect(existsSync(join(root, ".modelport/state/.pulumi/stacks/modelport", `${stack}.json`))).toBe(true);
    expect((await pulumi("config", "get", "modelport:logLevel")).output).toBe("debug\n");
  });
});
