// `npm run preview`: in stand-in clouds, and with a real backend. Each target's own engine test previews that target.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { resolvePulumi } from "../pulumi/resolve.mjs";
import { knownTargets } from "../launch/targets.mjs";
import { freePort } from "../launch/free-port.testing.mjs";
import { root } from "../launch/root.mjs";

const targets = knownTargets(root);
const reason = (await resolvePulumi({})).unavailable;
if (reason !== undefined) console.warn(`SKIPPED, npm run preview under the real engine: ${reason}`);

function preview(args, env = {}) {
  const program = join(root, "tools", "commands", "preview.mjs");
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, output: stdout + stderr }),
    );
  });
}

/** A stack of this test's own with these settings. */
function stackWith(target, settings) {
  const stack = `${target}-preview-${process.pid}`;
  const file = join(root, "stacks", `Pulumi.${stack}.yaml`);
  const lines = Object.entries(settings).map(([key, value]) => `  modelport:${key}: ${value}\n`);
  writeFileSync(file, `config:\n${lines.join("")}`);
  onTestFinished(() => rmSync(file));
  return stack;
}

/** On ports that no other server has. */
async function stackOnFreePorts() {
  const port = await freePort(2);
  return stackWith("local", { serverPort: port, lambdaPort: port + 1 });
}

describe.skipIf(reason !== undefined)("npm run preview", { timeout: 180_000 }, () => {
  it("--offline shows what would be made, and what is above the budget, and needs no account", async () => {
    const stack = stackWith("lambda", { budgetUsd: 5, requestsPerMonth: 50_000_000 });
    const { code, output } = await preview([stack, "--offline"], {
      AWS_PROFILE: "nobody",
      PULUMI_ACCESS_TOKEN: "none",
    });
    expect(code, output).toBe(0);
    expect(output).toContain("nothing is deployed.");
    expect(output).toMatch(
      new RegExp(
        `The estimate of ${stack} is [0-9.]+ USD a month for 50,000,000 requests of 0\\.139 ms, [0-9.]+ above modelport:budgetUsd, 5\\.`,
      ),
    );
    expect(output).toMatch(/\+ \d+ to create/);
  });

  it("asks the user's own backend and providers without --offline", async () => {
    const folder = mkdtempSync(join(tmpdir(), "modelport-preview-"));
    const stack = await stackOnFreePorts();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "state"));
    const own = { PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href, PULUMI_HOME: join(folder, "home") };
    const { code, output } = await preview([stack, "--non-interactive"], own);
    expect(code, output).toBe(0);
    expect(output).toMatch(/\+ \d+ to create/);
  });
});

it("a stack that names no target is refused with one sentence", async () => {
  expect(await preview(["nowhere", "--offline"])).toEqual({
    code: 2,
    output:
      '"nowhere" is not a stack: write npm run preview -- <stack>, where <stack> is <target> or <target>-<environment> ' +
      `(e.g. ${targets[0]} or ${targets[0]}-dev) and the target is one of: ${targets.join(", ")}.\n`,
  });
});
