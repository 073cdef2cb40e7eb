import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";

/**
 * Fills a new folder beside `target` and replaces target with it once it is complete, so that no one sees half of it.
 * If `fill` fails, the old folder stays unchanged.
 */
export async function replaceFolder(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const beside = (what: string) => path.join(path.dirname(target), `.${path.basename(target)}.${what}-${process.pid}`);
  const partial = beside("partial");
  const old = beside("old");
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  try {
    await fill(partial);
    await renameIfThere(target, old);
    await rename(partial, target);
  } catch (error) {
    await renameIfThere(old, target);
    throw error;
  } finally {
    await rm(partial, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
