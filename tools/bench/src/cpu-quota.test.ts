import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, expect, it } from "vitest";
import { cpuQuota } from "./cpu-quota.ts";

const quota = cpuQuota(0.2);
if (quota === undefined) console.warn("SKIPPED, a share of a core: this user may not make a cgroup with a CPU quota.");
afterAll(() => quota?.release());

it.skipIf(quota === undefined)(
  "gives a process its share of a core, where this user may set one",
  async () => {
    const spin = `process.stdin.once("data", () => {
    const from = process.cpuUsage();
    const until = performance.now() + 1500;
    while (performance.now() < until);
    const { user, system } = process.cpuUsage(from);
    process.stdout.write(String((user + system) / 1500_000));
    process.exit();
  });`;
    const child = spawn(process.execPath, ["-e", spin], { stdio: ["pipe", "pipe", "inherit"] });
    let share = "";
    child.stdout.on("data", (chunk) => (share += String(chunk)));
    quota?.add(child.pid ?? 0);
    child.stdin.write("go");
    await once(child, "close");
    expect(Number(share)).toBeGreaterThan(0);
    expect(Number(share)).toBeLessThan(0.4);
  },
  30_000,
);
