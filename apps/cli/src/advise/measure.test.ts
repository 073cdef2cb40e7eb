// A real run: the packaged server of this clone, with limits if this machine has them.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { containerLimitLack } from "@modelport/local-runtime/limited";
import * as registry from "@modelport/stacks/registry";
import { expect, it, vi } from "vitest";
import { modelportHere, start, temporaryFolder } from "../under-test.testing.ts";
import { parseOptions } from "./options.ts";

// Another program may have the processors.
vi.setConfig({ testTimeout: 120_000 });

const lack = containerLimitLack();

it("advises by what the packaged server needs with the limits of each target, and says so in the record", async () => {
  const record = join(await temporaryFolder(), "record.md");
  const args = ["advise", "--measure", "--format", "json", "--cold-start-ms", "1", "--adr", record];
  const { stdout, stderr } = await modelportHere(args);
  const { requirements } = JSON.parse(stdout) as { requirements: Record<string, number> };
  expect(requirements).toMatchObject({ requestsPerMonth: 1_000_000, memoryMiB: expect.any(Number) });
  expect(requirements["durationMs"]).toBeGreaterThan(0.02);
  expect(requirements["durationMs"]).toBeLessThan(20);
  expect((requirements["memoryMiB"] ?? 0) % 64).toBe(0);
  expect(requirements["memoryMiB"]).toBeGreaterThanOrEqual(128);
  expect(requirements["memoryMiB"]).toBeLessThan(512);

  const paragraph = stderr.split("\n").find((line) => line.startsWith("Measured on ")) ?? "";
  expect(paragraph).toContain(`, Node ${process.versions.node}: bankchurn 1.0.0, one request at a time. `);
  expect(paragraph).toContain(` ${requirements["durationMs"]} ms a request and ${requirements["memoryMiB"]} MiB: `);
  expect(paragraph).toContain(" alone takes longer than the 1 ms of --cold-start-ms");
  expect(await readFile(record, "utf8")).toContain(`\n\n${paragraph}\n`);
  if (lack !== undefined) {
    expect(paragraph).toContain(` Without the limits of an instance, because ${lack}. `);
    expect(paragraph).toContain(" With all of this machine it was ready after ");
    return;
  }
  expect(paragraph).toContain(" With 0.5 vCPU and 1024 MiB (ecs, ");
  const limited = Object.values(registry).filter((target) => target.instanceSize({}) !== undefined);
  for (const { name } of limited)
    expect(stderr).toMatch(new RegExp(`^Measuring .*, as on .*${name}.* \\.\\.\\.$`, "m"));
});

it("ends the server if it is interrupted", async () => {
  const { child, ended } = start(["advise", "--measure"]);
  const server = await vi.waitFor(
    async () => {
      const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
      expect(children).toMatch(/^\d+ $/);
      return children.trim();
    },
    { timeout: 60_000, interval: 20 },
  );
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ code: 130, stdout: "" });
  expect(existsSync(`/proc/${server}`)).toBe(false);
});

it("gives way to flags", () => {
  const found = { where: "By --measure", fields: { durationMs: 0.2, memoryMiB: 128 } };
  const { requirements } = parseOptions(["--measure", "--duration-ms", "7"], [found]);
  expect(requirements).toMatchObject({ durationMs: 7, memoryMiB: 128 });
  expect(() => parseOptions(["--measure"], [{ ...found, fields: { durationMs: 0 } }])).toThrow(
    "By --measure, durationMs is 0, but it must be a number from 0.001 to 900000.",
  );
});
