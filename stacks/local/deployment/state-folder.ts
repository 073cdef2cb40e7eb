// The files of the running services of a stack: `.modelport/local/<stack>/<service>`.
import { rmdir } from "node:fs/promises";
import path from "node:path";

/** The root of the clone, independent of the working folder of the engine. */
export const repositoryRoot = path.resolve(import.meta.dirname, "../../..");

/** `.modelport/local`, which holds a folder for each stack. */
export const localFolder = path.join(repositoryRoot, ".modelport", "local");

/** The folder that one service of a stack owns while it runs. */
export function serviceFolder(stack: string, service: string): string {
  return path.join(localFolder, stack, service);
}

/** Removes the stack's folder and the one above it if they are empty. */
export async function removeEmptyParents(folder: string): Promise<void> {
  for (const parent of [path.dirname(folder), path.resolve(folder, "../..")]) {
    try {
      await rmdir(parent);
    } catch {
      // It holds another service or stack, or another process has just removed it.
      return;
    }
  }
}
