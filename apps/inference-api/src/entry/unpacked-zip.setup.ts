import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder, unpackReadOnly } from "@modelport/local-runtime";
import type { TestProject } from "vitest/node";
import { packaged } from "./packaged.testing.ts";

/** Unpacks the Lambda zip before the tests, and removes it after them. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "modelport-zip-"));
  const taskRoot = join(folder, "code");
  await unpackReadOnly(await readFile(packaged("lambda-zip").path), taskRoot);
  provide("lambdaTaskRoot", taskRoot);
  return () => removeFolder(folder);
}
