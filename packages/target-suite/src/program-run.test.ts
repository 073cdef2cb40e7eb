import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "./program-run.ts";

let folder: string;

beforeAll(async () => {
  // Inside the repository, where imports resolve.
  const ignored = path.resolve(import.meta.dirname, "../../../.modelport");
  await mkdir(ignored, { recursive: true });
  folder = await mkdtemp(path.join(ignored, "program-"));
  const program = `
    import { ComponentResource } from "@pulumi/pulumi";
    export default async () => {
      const { z } = await import("zod");
      const { urn } = new ComponentResource("modelport:example:Deployment", z.string().parse("example"));
      return { urn };
    };`;
  await writeFile(path.join(folder, "main.mjs"), program);
});

afterAll(() => rm(folder, { recursive: true }));

test("a program that does nothing loads Pulumi's core alone", { timeout: 60_000 }, async () => {
  const { packages, resources, cpuMilliseconds } = await runProgram(undefined, "example", {});
  expect(packages).toContain("@pulumi/pulumi");
  expect(packages).not.toContain("zod");
  expect(resources).toBe(0);
  expect(cpuMilliseconds).toBeGreaterThan(50);
});

test("what a program imports, even late, is in its report", { timeout: 60_000 }, async () => {
  const { packages, resources } = await runProgram(path.join(folder, "main.mjs"), "example", {});
  expect(packages).toContain("zod");
  expect(resources).toBe(1);
});
