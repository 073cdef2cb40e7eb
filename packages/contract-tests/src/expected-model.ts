import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseManifest } from "@modelport/contracts/manifest";
import type { ExpectedModel } from "./endpoint.ts";

/** Reads manifest.json and golden.json of a model folder. */
export async function readExpectedModel(modelDirectory: string): Promise<ExpectedModel> {
  const read = async (file: string) => JSON.parse(await readFile(join(modelDirectory, file), "utf8")) as unknown;
  const golden = (await read("golden.json")) as ExpectedModel["golden"];
  return { manifest: parseManifest(await read("manifest.json")), golden };
}
