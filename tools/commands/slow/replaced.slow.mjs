// `npm run verify` and `up` where another server answers on the port of a service that was killed.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { root } from "../../launch/root.mjs";
import { dist, openLocalStack, report, whyNoStack } from "../local-stack.testing.mjs";

const reason = await whyNoStack();
if (reason !== undefined) console.warn(`SKIPPED, npm run up after another server: ${reason}`);

const stack = `local-replaced-${process.pid}`;
let local;

describe.skipIf(reason !== undefined)("a local stack", () => {
  beforeAll(async () => {
    local = await openLocalStack(stack);
    await local.up();
  }, 180_000);

  afterAll(() => local.close(), 120_000);

  it("fails where another server has taken the place", async () => {
    const record = join(root, ".modelport/local", stack, "server/service.json");
    const { pid, port } = JSON.parse(readFileSync(record, "utf8"));
    process.kill(-pid, "SIGKILL");
    const stranger = await startStranger(port);
    const { code, output } = await local.verify();
    const failed = await local.up({}, "--refresh");
    stranger.kill();
    await once(stranger, "exit");
    expect(code, output).toBe(1);
    expect(output).toContain(`does not say which artifact it runs, but `);
    expect(output).toContain(`1 of 6 checks of http://127.0.0.1:${port} failed: artifact.`);
    expect(failed.code, failed.output).not.toBe(0);
    const healed = await local.up();
    expect(healed.code, healed.output).toBe(0);
    expect(healed.output).toContain(`The last update of ${stack} failed: this one starts with a refresh.\n`);
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
