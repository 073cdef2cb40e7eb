import type { TestProject } from "vitest/node";
import { installRic } from "./install.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of aws-lambda-ric's program; undefined where this machine cannot have it. */
    readonly ric: string | undefined;
  }
}

export default async function setUp(project: TestProject): Promise<void> {
  const installed = await installRic((line) => void process.stderr.write(`${line}\n`));
  if ("unavailable" in installed) {
    if (process.env["CI"] === "true") throw new Error(installed.unavailable);
    process.stderr.write(`\nThe tests with aws-lambda-ric are skipped. ${installed.unavailable}\n\n`);
  }
  project.provide("ric", "program" in installed ? installed.program : undefined);
}
