import { existsSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { installRic } from "./install.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of aws-lambda-ric's program; undefined where this machine cannot have it. */
    readonly ric: string | undefined;
  }
}

/** Where .ci/run can install what the build needs. */
const mustRun = process.env["CI"] === "true" && process.getuid?.() === 0 && existsSync("/etc/debian_version");

export default async function setUp(project: TestProject): Promise<void> {
  const installed = await installRic((line) => void process.stderr.write(`${line}\n`));
  if ("unavailable" in installed) {
    if (mustRun) throw new Error(installed.unavailable);
    process.stderr.write(`\nThe tests with aws-lambda-ric are skipped. ${installed.unavailable}\n\n`);
  }
  project.provide("ric", "program" in installed ? installed.program : undefined);
}
